import { afterEach, describe, expect, it } from 'vitest';
import { engine20, engine28, labAvailable } from '../lab/lab.ts';
import { freePort } from '../preflight/world.ts';
import { busybox, endOf, failureCodes, ofType, TestProject, words } from './project.ts';

/** Services that publish their port 80 on these host ports. */
const services = (ports: Record<string, number | string>, more = '') =>
  `services:\n${Object.entries(ports)
    .map(
      ([name, port]) =>
        `  ${name}: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s, ports: ["${port}:80"]${more}}\n`,
    )
    .join('')}`;

describe.skipIf(!labAvailable().ok).each([
  ['28', engine28],
  ['20.10', engine20],
] as const)('a host port on engine %s', (_, engine) => {
  let project: TestProject;
  afterEach(() => project.cleanup());

  async function published(): Promise<Record<string, number | undefined>> {
    const { services: all } = await (await project.stack()).status();
    return Object.fromEntries(all.map((s) => [s.service, s.ports[0]?.published]));
  }
  async function changed(yaml: string, options = {}): Promise<void> {
    project.write({ 'compose.yaml': yaml });
    const events = await project.up(options);
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done' });
    expect(ofType(await project.up(), 'plan')[0]?.plan.upToDate, 'nothing is left to do').toBe(true);
  }

  it('moves to another service, and two are exchanged', async () => {
    const [one, two] = [await freePort(), await freePort()];
    project = new TestProject(services({ a: one, z: two }), engine());
    await project.up();
    await changed(services({ a: two, z: one }));
    expect(await published()).toEqual({ a: two, z: one });
    const three = await freePort();
    await changed(services({ a: three, z: two }));
    expect(await published()).toEqual({ a: three, z: two });
  });

  it('goes along when a service gets another name', async () => {
    const port = await freePort();
    project = new TestProject(services({ old: port }), engine());
    await project.up();
    project.write({ 'compose.yaml': services({ fresh: port }) });
    const refused = await project.up();
    expect(failureCodes(refused)).toEqual(['PORT_TAKEN']);
    expect(ofType(refused, 'failure')[0]?.diagnosis.title).toContain('--remove-orphans');
    expect(ofType(refused, 'step')).toEqual([]);
    await changed(services({ fresh: port }), { removeOrphans: true });
    expect(await published()).toEqual({ fresh: port });
  });

  it('moves to a service that the former owner waits for', async () => {
    const [one, two] = [await freePort(), await freePort()];
    const yaml = (a: number, z: number) => `${services({ a })}${services({ z }, ', depends_on: [a]').slice(10)}`;
    project = new TestProject(yaml(one, two), engine());
    await project.up();
    await changed(yaml(two, one));
    expect(await published()).toEqual({ a: two, z: one });
  });
});

describe.skipIf(!labAvailable().ok)('several containers of one service', () => {
  let project: TestProject;
  afterEach(() => project.cleanup());

  it('are refused on one fixed port before anything is made, and run on a range', async () => {
    const port = await freePort();
    project = new TestProject(services({ w: port }, ', scale: 2'));
    const refused = await project.up();
    expect(failureCodes(refused)).toEqual(['PORT_REPLICAS']);
    expect(ofType(refused, 'step')).toEqual([]);
    const once = await project.up({ scale: { w: 1 } });
    expect(endOf(once), words(once)).toMatchObject({ outcome: 'done' });
    project.write({ 'compose.yaml': services({ w: `${port}-${port + 5}` }, ', scale: 2') });
    const twice = await project.up();
    expect(endOf(twice), words(twice)).toMatchObject({ outcome: 'done' });
  });
});
