import { openStore } from '@sutazai/core/store';
import { afterEach, describe, expect, it } from 'vitest';
import { labAvailable } from '../lab/lab.ts';
import { busybox, endOf, failureCodes, ofType, statesOf, TestProject, words } from '../stack/project.ts';
import { belongings, docker, freePort, type Listener, listener } from './world.ts';

const available = labAvailable();

const yaml = `services:
  ollama:
    image: ${busybox}
    command: [sleep, "1000"]
    healthcheck: {test: [CMD, "true"], interval: 1s}
    x-sutazai: {url_variable: OLLAMA_URL}
  api:
    image: ${busybox}
    command: [sleep, "1000"]
    stop_grace_period: 0s
    environment: {OLLAMA_URL: "\${OLLAMA_URL:-http://ollama:11434}"}
    links: [ollama]
    depends_on: {ollama: {condition: service_healthy}}
`;

async function runsElsewhere(project: TestProject, service: string, url: string): Promise<void> {
  const store = await openStore(project.stateDir);
  store.externals.set(project.name, service, url);
  store.close();
}

describe.skipIf(!available.ok)('services that run elsewhere, on engine 28', () => {
  let project: TestProject;
  const listeners: Listener[] = [];
  afterEach(async () => {
    for (const l of listeners.splice(0)) await l.stop();
    await project.cleanup();
  });

  it('are not started; those that need them find them by variable and by name, and do not wait', async () => {
    project = new TestProject(yaml);
    const there = await listener();
    listeners.push(there);
    const url = `http://127.0.0.1:${there.port}`;
    await runsElsewhere(project, 'ollama', url);

    const events = await project.up();
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done', exitCode: 0 });
    expect(ofType(events, 'plan')[0]?.plan.services.map((s) => s.service)).toEqual(['api']);
    const names = await docker(
      project.engine,
      ...['ps', '-a', '--format', '{{.Names}}', '--filter', `label=com.docker.compose.project=${project.name}`],
    );
    expect(names.trim()).toBe(`${project.name}-api-1`);
    expect(await statesOf(await project.stack())).toMatchObject({ ollama: 'external', api: 'running' });

    const inside = (...args: string[]) => docker(project.engine, 'exec', `${project.name}-api-1`, ...args);
    expect(await inside('env')).toContain(`OLLAMA_URL=${url}\n`);
    // The engine wrote the address under which containers reach this machine behind the old name.
    expect(await inside('cat', '/etc/hosts')).toMatch(/^\d+\.\d+\.\d+\.\d+\s+ollama$/m);
    expect(ofType(await project.up(), 'plan')[0]?.plan.upToDate).toBe(true);
  });

  it('must answer: else the start is refused, and nothing is made', async () => {
    project = new TestProject(yaml);
    const url = `http://127.0.0.1:${await freePort()}`;
    await runsElsewhere(project, 'ollama', url);
    const report = await (await project.stack()).preflight();
    expect(report).toMatchObject({
      ok: false,
      findings: [{ check: 'external', level: 'error', diagnosis: { code: 'EXTERNAL_UNREACHABLE', service: 'ollama' } }],
    });
    expect(report.findings[0]?.diagnosis.title).toContain(url);
    const events = await project.up();
    expect(endOf(events)).toMatchObject({ outcome: 'failed', exitCode: 4 });
    expect(failureCodes(events)).toEqual(['EXTERNAL_UNREACHABLE']);
    expect(await belongings(project)).toEqual([]);
  });

  it('with an address that is none are told by name', async () => {
    project = new TestProject(yaml.replace('    links: [ollama]\n', '    network_mode: none\n'));
    await runsElsewhere(project, 'ollama', 'localhost:11434');
    const events = await project.up();
    expect(failureCodes(events)).toEqual(['EXTERNAL_ADDRESS']);
    expect(ofType(events, 'failure')[0]?.diagnosis).toMatchObject({ service: 'ollama' });
    expect(await belongings(project)).toEqual([]);
  });
});
