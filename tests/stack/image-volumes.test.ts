import { afterEach, describe, expect, it } from 'vitest';
import { dockerCli, engine20, engine28, labAvailable, labCommand, podman } from '../lab/lab.ts';
import { busybox, endOf, TestProject, words } from './project.ts';

const yaml = (value: string) => `
services:
  db:
    build: .
    environment: {V: "${value}"}
    stop_grace_period: 0s
`;
const dockerfile = (volumes: string) =>
  `FROM ${busybox}\nRUN mkdir -p /data /log && echo of-the-image > /data/first\nVOLUME ${volumes}\nCMD ["sleep", "1000"]\n`;

// Data that only an image's VOLUME keeps: what most database images do.
describe.skipIf(!labAvailable().ok).each([
  ['28', engine28],
  ['20.10', engine20],
  ['podman', podman],
] as const)('volumes that an image declares, on engine %s', (_, engine) => {
  let project: TestProject;
  afterEach(async () => {
    await project.compose('down', '-v', '--rmi', 'local', '-t', '0');
    await project.cleanup();
  });
  // Not by compose, which does not find its way into Podman's containers.
  const run = async (script: string) => {
    const { stdout, stderr } = await dockerCli(project.engine, ['exec', `${project.name}-db-1`, 'sh', '-c', script]);
    return stdout + stderr;
  };
  const volumes = async () => {
    const format = '{{range .Mounts}}{{.Destination}}={{.Name}} {{end}}';
    const { stdout } = await dockerCli(project.engine, ['inspect', '-f', format, `${project.name}-db-1`]);
    return Object.fromEntries(
      stdout
        .trim()
        .split(/\s+/)
        .map((entry) => entry.split('=')),
    );
  };
  async function changed(files: Record<string, string>, options = {}): Promise<void> {
    project.write(files);
    const events = await project.up(options);
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done' });
    expect(endOf(events).summary).toMatchObject({ recreated: 1 });
  }

  it('keep their data over recreates, and go over to a newer image that still declares them', async () => {
    if (engine().name === 'podman') await labCommand(['up', 'podman']);
    project = new TestProject({ 'compose.yaml': yaml('1'), Dockerfile: dockerfile('/data /log') }, engine());
    await project.up();
    await run('echo kept > /data/second; echo old > /log/l');
    const before = await volumes();
    expect(Object.keys(before).sort()).toEqual(['/data', '/log']);

    await changed({ 'compose.yaml': yaml('2') });
    expect(await run('cat /data/first /data/second /log/l; echo $V')).toBe('of-the-image\nkept\nold\n2\n');
    expect(await volumes()).toEqual(before);

    await changed({ Dockerfile: `${dockerfile('/data')}ENV NEWER=1\n` }, { build: true });
    expect(await volumes(), 'the newer image does not want /log').toEqual({ '/data': before['/data'] });
    expect(await run('cat /data/second; echo $NEWER')).toBe('kept\n1\n');
  });
});
