// Starts that meet a port conflict, a reload, a cancel, a restart of the host, a secret in a log, a folder of another owner.
import { chownSync, existsSync, mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { labAvailable } from '../lab/lab.ts';
import { busybox, TestProject } from '../stack/project.ts';
import { readUntil, run, Served, stateOf } from './served.ts';

const available = labAvailable();

describe.skipIf(!available.ok)('starts that do not go straight', () => {
  let project: TestProject;
  let served: Served;
  afterEach(async () => {
    await served?.close();
    await project?.cleanup();
  });

  it('a port conflict is found, solved by one call, and the start goes through', async () => {
    const thief: Server = createServer();
    await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
    const address = thief.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    project = new TestProject(
      `services: {web: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s, ports: ["127.0.0.1:${port}:80"]}}`,
    );
    served = await Served.start(project);
    const { api } = await served.page();
    const refused = await run(api, { kind: 'up' });
    expect(refused.outcome).toBe('failed');
    const report = await api.stack.preflight({});
    const fix = report.findings.find((f) => f.check === 'port')?.fix;
    if (!fix) throw new Error(JSON.stringify(report.findings));
    expect(fix).toMatchObject({ service: 'web', from: port });
    await api.stack.fixPort(fix);
    expect(await api.settings.ports()).toMatchObject([
      { service: 'web', default: port, published: fix.to, moved: true },
    ]);
    const { outcome, events } = await run(api, { kind: 'up' });
    expect(outcome, JSON.stringify(events.filter((e) => e.type === 'failure'))).toBe('done');
    expect(await api.settings.resetPort({ service: 'web', target: 80, protocol: 'tcp' })).toMatchObject([
      { moved: false },
    ]);
    await new Promise((resolve) => thief.close(resolve));
  });

  it('a page reloaded in the middle of a start sees all of it; a cancel ends it in order', async () => {
    const never = '["CMD", "false"]';
    project = new TestProject(`
services:
  first: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s, healthcheck: {test: "exit 0", interval: 300ms}}
  second: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s, healthcheck: {test: ${never}, interval: 1s, start_period: 300s}}
`);
    served = await Served.start(project);
    const before = await served.page();
    const { id } = await before.api.stack.begin({ kind: 'up' });
    await readUntil(
      (signal) => before.api.stack.operation(undefined, { signal }),
      (b) => b.events.some((e) => e.type === 'service' && e.service === 'first' && e.state === 'ready'),
    );
    before.socket.terminate();
    const after = await served.page();
    const [replayed] = await readUntil(
      (signal) => after.api.stack.operation(undefined, { signal }),
      () => true,
    );
    expect(replayed).toMatchObject({ replay: true, operation: { id, kind: 'up' } });
    const types = replayed?.events.map((e) => e.type) ?? [];
    expect(types).toContain('plan');
    expect(replayed?.events).toContainEqual(
      expect.objectContaining({ type: 'service', service: 'first', state: 'ready' }),
    );
    expect(types.filter((t) => t === 'progress')).toHaveLength(1);
    await expect(after.api.stack.begin({ kind: 'down' })).rejects.toMatchObject({
      data: { code: 'OPERATION_RUNNING' },
    });
    await expect(after.api.engine.choose({ url: null })).rejects.toMatchObject({ data: { code: 'OPERATION_RUNNING' } });
    const ended = readUntil(
      (signal) => after.api.stack.operation(undefined, { signal }),
      (b) => b.operation?.endedAt !== undefined,
    );
    await after.api.stack.cancel({ id });
    expect((await ended).at(-1)?.operation?.outcome).toBe('cancelled');
  });

  it('a secret that a failing service prints is in no diagnosis, log of an event or bundle', async () => {
    const secret = 'Zy7kQ2mVw9LpXr4t';
    project = new TestProject({
      'key.txt': secret,
      'compose.yaml': `
services:
  leaky:
    image: ${busybox}
    command: [sh, -c, "echo using $$(cat /run/secrets/key) password=hunter2hunter2; exit 3"]
    environment: {API_TOKEN: tokentokentoken42}
    secrets: [key]
secrets: {key: {file: ./key.txt}}
`,
    });
    served = await Served.start(project);
    const { api } = await served.page();
    // Without a health check the start is over as soon as it runs; it fails a moment later.
    const { events } = await run(api, { kind: 'up' });
    await readUntil(
      (signal) => api.stack.watch(undefined, { signal }),
      (s) => stateOf(s, 'leaky') === 'failed',
    );
    const [why] = await api.stack.diagnose({ service: 'leaky' });
    const { files } = await api.diagnostics.preview();
    expect(why?.code).toBe('CONTAINER_EXITED');
    expect(JSON.stringify(why)).toContain('using ***');
    expect(files.find((f) => f.name === 'logs.txt')?.text).toContain('using ***');
    for (const text of [JSON.stringify(events), JSON.stringify(why), JSON.stringify(files)]) {
      for (const hidden of [secret, 'hunter2hunter2', 'tokentokentoken42']) expect(text).not.toContain(hidden);
    }
  });

  it('a folder of the user serves a container that is root without its rights', async () => {
    project = new TestProject(
      `services: {server: {image: ${busybox}, command: [sh, -c, "touch /models/here && sleep 1000"], cap_drop: [ALL], stop_grace_period: 0s, volumes: ["\${SUTAZAI_MODELS_FOLDER:-models}:/models"]}}\nvolumes: {models: {}}`,
    );
    const folder = `${project.dir}/of-the-user`;
    mkdirSync(folder, { mode: 0o700 });
    chownSync(folder, 1234, 1234);
    served = await Served.start(project);
    const { api } = await served.page();
    await api.settings.set({ modelsFolder: folder });
    expect((await run(api, { kind: 'up' })).outcome).toBe('done');
    const end = Date.now() + 5000;
    while (!existsSync(`${folder}/ollama/here`) && Date.now() < end) await new Promise((r) => setTimeout(r, 50));
    expect(existsSync(`${folder}/ollama/here`)).toBe(true);
  });

  it('a host that restarts in the middle of a start finds the truth at the engine', async () => {
    project = new TestProject(
      `services: {web: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s, healthcheck: {test: ["CMD", "false"], interval: 1s, start_period: 300s}}}`,
    );
    served = await Served.start(project);
    const first = await served.page();
    await first.api.stack.begin({ kind: 'up' });
    await readUntil(
      (signal) => first.api.stack.watch(undefined, { signal }),
      (s) => stateOf(s, 'web') === 'starting',
    );
    await served.close();
    served = await Served.start(project);
    const { api } = await served.page();
    const [operation] = await readUntil(
      (signal) => api.stack.operation(undefined, { signal }),
      () => true,
    );
    expect(operation).toEqual({ operation: null, replay: true, events: [] });
    await readUntil(
      (signal) => api.stack.watch(undefined, { signal }),
      (s) => stateOf(s, 'web') === 'starting',
    );
  });
});
