import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { overridePath } from '@sutazai/core/stack';
import { afterEach, describe, expect, it } from 'vitest';
import { labAvailable } from '../lab/lab.ts';
import { busybox, endOf, failureCodes, ofType, TestProject, words } from '../stack/project.ts';
import { belongings, docker, freePort, type Listener, listener } from './world.ts';

const available = labAvailable();
const ipv6 = Object.values(networkInterfaces()).some((all) => all?.some((a) => a.address === '::1'));

const web = (...ports: (number | string)[]) => `services:
  web:
    image: ${busybox}
    command: [sh, -c, "mkdir /www && httpd -f -p 80 -h /www"]
    stop_grace_period: 0s
    ports: [${ports.map((p) => `"${p}:80"`).join(', ')}]
`;

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => socket.destroy() && resolve(true));
    socket.once('error', () => resolve(false));
  });
}

describe.skipIf(!available.ok)('ports on engine 28', () => {
  const projects: TestProject[] = [];
  const listeners: Listener[] = [];
  afterEach(async () => {
    for (const l of listeners.splice(0)) await l.stop();
    for (const p of projects.splice(0)) await p.cleanup();
  });
  function make(yaml: string): TestProject {
    const project = new TestProject(yaml);
    projects.push(project);
    return project;
  }
  async function occupy(host?: string): Promise<Listener> {
    const one = await listener(host);
    listeners.push(one);
    return one;
  }

  it('refuses a port that a program has, names it, and changes nothing on the engine', async () => {
    const { port, pid } = await occupy();
    const project = make(web(port));
    const events = await project.up();
    expect(endOf(events)).toMatchObject({ outcome: 'failed', exitCode: 4 });
    expect(failureCodes(events)).toEqual(['PORT_TAKEN']);
    expect(ofType(events, 'failure')[0]?.diagnosis.title).toMatch(
      new RegExp(`^Port 0\\.0\\.0\\.0:${port} is already in use by .+ \\(pid ${pid}\\)$`),
    );
    expect(ofType(events, 'step')).toEqual([]);
    expect(await belongings(project)).toEqual([]);
  });

  it('refuses a port that a container of another project has, and names both', async () => {
    const port = await freePort();
    const first = make(web(port));
    expect(endOf(await first.up()), 'the first has the port').toMatchObject({ outcome: 'done' });
    const second = make(web(port));
    const report = await (await second.stack()).preflight();
    expect(report.ok).toBe(false);
    const owner = `container ${first.name}-web-1 of project ${first.name}`;
    expect(report.findings).toMatchObject([
      { check: 'port', level: 'error', diagnosis: { code: 'PORT_TAKEN' }, fix: { from: port, owner } },
    ]);
    expect(report.findings[0]?.diagnosis.title).toContain(owner);
    expect(failureCodes(await second.up())).toEqual(['PORT_TAKEN']);
    expect(await belongings(second)).toEqual([]);
  });

  it('finds no fault with the ports that the project itself has, also while it is paused', async () => {
    const port = await freePort();
    const project = make(web(port));
    await project.up();
    expect((await (await project.stack()).preflight()).findings).toEqual([]);
    await docker(project.engine, 'pause', `${project.name}-web-1`);
    expect((await (await project.stack()).preflight()).findings).toEqual([]);
    await docker(project.engine, 'unpause', `${project.name}-web-1`);
  });

  it('takes the offered port in one call, keeps it, and leaves the files as they are', async () => {
    const { port } = await occupy();
    const project = make(web(port));
    const before = readFileSync(join(project.dir, 'compose.yaml'));

    const [finding] = (await (await project.stack()).preflight()).findings;
    const offered = finding?.fix?.to ?? 0;
    expect(offered).toBeGreaterThan(port);

    const events = await project.up({ fixPorts: true });
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done', exitCode: 0 });
    expect(ofType(events, 'warning')).toMatchObject([
      { code: 'PORT_MOVED', message: `web: port ${port} is taken, ${offered} is used instead` },
    ]);
    const inUse = (await (await project.stack()).status()).services[0]?.ports.map((p) => p.published);
    expect(new Set(inUse)).toEqual(new Set([offered]));
    expect(await answers(offered)).toBe(true);

    expect(readFileSync(join(project.dir, 'compose.yaml'))).toEqual(before);
    const kept = readFileSync(overridePath(project.stateDir, project.name), 'utf8');
    expect(kept).toContain(`published: "${offered}"`);

    // The choice holds the next time, without being asked for; also once the wanted port is free again.
    await listeners.pop()?.stop();
    const again = await project.up();
    expect(endOf(again), words(again)).toMatchObject({ outcome: 'done' });
    expect(ofType(again, 'plan')[0]?.plan.upToDate).toBe(true);
  });

  it('moves each of several services to a port of its own', async () => {
    const { port } = await occupy();
    const one = (name: string) =>
      `  ${name}: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s, ports: ["${port}:80"]}\n`;
    const project = make(`services:\n${one('a')}${one('b')}`);
    expect(failureCodes(await project.up()).sort()).toEqual(['PORT_DUPLICATE', 'PORT_TAKEN']);
    const events = await project.up({ fixPorts: true });
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done' });
    const { services } = await (await project.stack()).status();
    const published = services.map((s) => s.ports[0]?.published);
    expect(new Set(published).size).toBe(2);
    expect(published).not.toContain(port);
  });

  it.skipIf(!ipv6)('knows that the engine takes the IPv6 port along, and only where no address is given', async () => {
    const { port } = await occupy('::1');
    const both = make(web(port));
    expect((await (await both.stack()).preflight()).findings).toMatchObject([{ diagnosis: { code: 'PORT_TAKEN' } }]);
    // The engine's own word for it: without preflight it fails at the start.
    const blind = await both.up({ skipPreflight: true });
    expect(endOf(blind)).toMatchObject({ outcome: 'failed' });
    expect(failureCodes(blind)).toEqual(['PORT_TAKEN']);
    const four = make(web(`0.0.0.0:${port}`));
    const events = await four.up();
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done' });
  });
});
