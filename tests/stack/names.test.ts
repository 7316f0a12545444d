import { afterEach, describe, expect, it } from 'vitest';
import { labAvailable } from '../lab/lab.ts';
import { busybox, endOf, idsOf, ofType, TestProject, words } from './project.ts';

const yaml = (service: string, more: string) =>
  `services: {${service}: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s${more}}}\n`;

describe.skipIf(!labAvailable().ok)("a container's name", () => {
  let project: TestProject;
  afterEach(() => project.cleanup());
  const named = (what: string) => `, container_name: sutazai-t-${process.pid}-${what}`;
  const names = async () => {
    const { services } = await (await project.stack()).status();
    return services.flatMap((s) => s.containers.map((c) => c.name));
  };
  async function changed(text: string, options = {}): Promise<void> {
    project.write({ 'compose.yaml': text });
    const events = await project.up(options);
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done' });
    expect(ofType(await project.up(), 'plan')[0]?.plan.upToDate).toBe(true);
  }

  it('of a service that is called something else goes over to it with the orphan', async () => {
    project = new TestProject(yaml('old', named('a')));
    await project.up();
    await changed(yaml('fresh', named('a')), { removeOrphans: true });
    expect(await names()).toEqual([`sutazai-t-${process.pid}-a`]);
  });

  it('follows the file', async () => {
    project = new TestProject(yaml('web', ''));
    await project.up();
    const before = Object.values(await idsOf(await project.stack()));
    await changed(yaml('web', named('b')));
    expect(await names()).toEqual([`sutazai-t-${process.pid}-b`]);
    expect(Object.values(await idsOf(await project.stack()))).not.toEqual(before);
    await changed(yaml('web', ''));
    expect(await names()).toEqual([`${project.name}-web-1`]);
  });
});
