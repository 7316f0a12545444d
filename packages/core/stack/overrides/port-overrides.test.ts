import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadProject } from '../../compose/index.ts';
import type { StackModel } from '../model.ts';
import { exampleModel } from '../preflight/preflight-example.ts';
import type { PortFix } from '../preflight/types.ts';
import { applyPortFix, clearOverrides, overridePath } from './index.ts';

const files = `name: demo
services:
  web:
    image: web:1
    ports: ["8080:80", "127.0.0.1:8443:443", "8053:53/udp"]
  api: {image: api:1, ports: ["9000:90"]}
  off: {image: off:1, ports: ["7000:70"], profiles: [extra]}
`;

let dir = '';
let state = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sutazai-overrides-'));
  state = join(dir, 'state');
  writeFileSync(join(dir, 'compose.yaml'), files);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** What the files say, with the kept choices merged over them as `open.ts` does it. */
async function load(profiles: string[] = []): Promise<StackModel> {
  const overlay = overridePath(state, 'demo');
  const kept = readdirSync(dir, { recursive: true }).some((f) => join(dir, String(f)) === overlay);
  const loaded = await loadProject({ cwd: dir, environment: {}, profiles, ...(kept ? { overlays: [overlay] } : {}) });
  return { ...exampleModel({}), project: loaded.project, disabled: loaded.disabled };
}
const portsOf = (model: StackModel, service: string) =>
  model.project.services[service]?.ports?.map((p) => `${p.host_ip ?? ''}:${p.published}:${p.target}/${p.protocol}`);
const fix = (service: string, from: number, to: number, target: number, more: Partial<PortFix> = {}): PortFix => ({
  service,
  target,
  protocol: 'tcp',
  hostIp: '',
  from,
  to,
  ...more,
});

describe('port choices', () => {
  it('change the one port, beside the files, which stay as they are', async () => {
    const { file } = await applyPortFix(state, await load(), fix('web', 8080, 8081, 80));
    expect(file).toBe(join(state, 'projects', 'demo', 'ports.override.yaml'));
    expect(readFileSync(join(dir, 'compose.yaml'), 'utf8')).toBe(files);
    const model = await load();
    expect(portsOf(model, 'web')).toEqual([':8081:80/tcp', '127.0.0.1:8443:443/tcp', ':8053:53/udp']);
    expect(portsOf(model, 'api')).toEqual([':9000:90/tcp']);
  });

  it('are for the owner only, in one file that says what it is', async () => {
    const { file } = await applyPortFix(state, await load(), fix('web', 8080, 8081, 80));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(state, 'projects', 'demo')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(state, 'projects', 'demo'))).toEqual(['ports.override.yaml']);
    expect(readFileSync(file, 'utf8')).toMatch(/^# Ports that were taken.*\n.*Delete this file/);
  });

  it('of several services are taken in one call, by address and protocol', async () => {
    await applyPortFix(state, await load(), [
      fix('web', 8443, 8444, 443, { hostIp: '127.0.0.1' }),
      fix('web', 8053, 8054, 53, { protocol: 'udp' }),
      fix('api', 9000, 9001, 90),
    ]);
    const model = await load();
    expect(portsOf(model, 'web')).toEqual([':8080:80/tcp', '127.0.0.1:8444:443/tcp', ':8054:53/udp']);
    expect(portsOf(model, 'api')).toEqual([':9001:90/tcp']);
  });

  it('add to those that were kept before', async () => {
    await applyPortFix(state, await load(), fix('web', 8080, 8081, 80));
    await applyPortFix(state, await load(), fix('api', 9000, 9001, 90));
    await applyPortFix(state, await load(), fix('web', 8081, 8082, 80));
    const model = await load();
    expect(portsOf(model, 'web')?.[0]).toBe(':8082:80/tcp');
    expect(portsOf(model, 'api')).toEqual([':9001:90/tcp']);
  });

  it('of a service behind a profile are kept while it is off', async () => {
    await applyPortFix(state, await load(['extra']), fix('off', 7000, 7001, 70));
    await applyPortFix(state, await load(), fix('web', 8080, 8081, 80));
    expect(portsOf(await load(['extra']), 'off')).toEqual([':7001:70/tcp']);
  });

  it('of a service that the files no longer have are dropped with the next choice', async () => {
    const before = await load();
    await applyPortFix(state, before, fix('api', 9000, 9001, 90));
    const { api: _, ...services } = before.project.services;
    await applyPortFix(state, { ...before, project: { ...before.project, services } }, fix('web', 8080, 8081, 80));
    writeFileSync(join(dir, 'compose.yaml'), files.replace(/ {2}api:.*\n/, ''));
    expect(portsOf(await load(), 'web')?.[0]).toBe(':8081:80/tcp');
  });

  it('of a service that the files no longer have do not stand in the way of a load, nor of the other choices', async () => {
    await applyPortFix(state, await load(), [fix('web', 8080, 8081, 80), fix('api', 9000, 9001, 90)]);
    writeFileSync(join(dir, 'compose.yaml'), files.replace(/ {2}api:.*\n/, ''));
    expect(portsOf(await load(), 'web')?.[0]).toBe(':8081:80/tcp');
    // It is back, on another branch say.
    writeFileSync(join(dir, 'compose.yaml'), files);
    expect(portsOf(await load(), 'api')).toEqual([':9001:90/tcp']);
  });

  it('leave what the files say of the other ports, now and later', async () => {
    await applyPortFix(state, await load(), fix('web', 8080, 8081, 80));
    const later = files.replace('"127.0.0.1:8443:443", "8053:53/udp"', '"127.0.0.1:8444:443", "5000:5000"');
    writeFileSync(join(dir, 'compose.yaml'), later);
    expect(portsOf(await load(), 'web')).toEqual([':8081:80/tcp', '127.0.0.1:8444:443/tcp', ':5000:5000/tcp']);
    writeFileSync(join(dir, 'compose.yaml'), files.replace('"8080:80", ', ''));
    expect(portsOf(await load(), 'web')).toEqual(['127.0.0.1:8443:443/tcp', ':8053:53/udp']);
  });

  it('are for the port that was taken: another one in the files counts', async () => {
    await applyPortFix(state, await load(), fix('web', 8080, 8081, 80));
    writeFileSync(join(dir, 'compose.yaml'), files.replace('8080:80', '8090:80'));
    expect(portsOf(await load(), 'web')?.[0]).toBe(':8090:80/tcp');
    await applyPortFix(state, await load(), fix('web', 8090, 8091, 80));
    expect(portsOf(await load(), 'web')?.[0]).toBe(':8091:80/tcp');
    writeFileSync(join(dir, 'compose.yaml'), files);
    expect(portsOf(await load(), 'web')?.[0]).toBe(':8081:80/tcp');
  });

  it('of one of two host ports for the same container port leave the other', async () => {
    writeFileSync(join(dir, 'compose.yaml'), files.replace('"8080:80"', '"8080:80", "8090:80"'));
    await applyPortFix(state, await load(), fix('web', 8090, 8091, 80));
    expect(portsOf(await load(), 'web')?.slice(0, 2)).toEqual([':8080:80/tcp', ':8091:80/tcp']);
  });

  it('can be forgotten, also if there are none', async () => {
    await clearOverrides(state, 'demo');
    await applyPortFix(state, await load(), fix('web', 8080, 8081, 80));
    await clearOverrides(state, 'demo');
    expect(portsOf(await load(), 'web')?.[0]).toBe(':8080:80/tcp');
  });

  it('that cannot be read are not written over', async () => {
    const model = await load();
    const { file } = await applyPortFix(state, model, fix('web', 8080, 8081, 80));
    for (const broken of ['services: [', 'other: {}\n', '']) {
      writeFileSync(file, broken);
      await expect(applyPortFix(state, model, fix('web', 8080, 8082, 80))).rejects.toMatchObject({
        code: 'COMPOSE_YAML_SYNTAX',
      });
      expect(readFileSync(file, 'utf8')).toBe(broken);
    }
    rmSync(join(state, 'projects', 'demo'), { recursive: true });
    writeFileSync(join(state, 'projects', 'demo'), 'a file in the way');
    await expect(applyPortFix(state, model, fix('web', 8080, 8082, 80))).rejects.toThrow('ENOTDIR');
  });
});
