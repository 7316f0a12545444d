import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drift } from '../../packages/core/stack/drift/index.ts';
import type { StackModel } from '../../packages/core/stack/model.ts';
import { containerPayload, type PayloadInput, tarOf } from '../../packages/core/stack/payload/index.ts';
import { dockerCli, engine20, engine28, labAvailable } from '../lab/lab.ts';
import { type ComposeProject, compose, environment, resolve, writeProject } from './compose-project.ts';
import { apiMinor, call, create, image, inspect } from './raw-engine.ts';

const base = { image: 'sutazai-lab/busybox:1', command: ['sleep', '600'], stop_grace_period: '1s' };
const services = {
  values: {
    ...base,
    secrets: [{ source: 'env-secret', target: 'mine', uid: '7', gid: '8', mode: '0400' }],
    configs: [{ source: 'text-config', target: '/etc/deep/er/text.conf' }],
  },
  healthy: { ...base, healthcheck: { test: ['CMD', 'true'], interval: '1m' } },
  keeps: { ...base, volumes: ['/anonymous'] },
};

// What happens around the create: uploads, the hurried first health check, anonymous volumes over a recreate.
describe.skipIf(!labAvailable().ok).each([engine28(), engine20()])('around the create on engine $name', (on) => {
  const project = `sutazai-t-payload-around-${on.name}`;
  let files: ComposeProject;
  let model: StackModel;
  let minor: number;

  beforeAll(async () => {
    minor = await apiMinor(on);
    files = await writeProject(
      Object.fromEntries(Object.entries(services).map(([name, service]) => [name, { service }])),
    );
    await compose(on, files, project, ['down', '-v', '-t', '0']);
    await compose(on, files, project, ['create']);
    model = await resolve(on, files, project);
  });
  afterAll(async () => {
    await compose(on, files, project, ['down', '-v', '-t', '0', '--remove-orphans']);
    await files.remove();
  });

  const payload = (serviceName: string, more: Partial<PayloadInput> = {}) => {
    const service = model.project.services[serviceName];
    if (!service) throw new Error(`no service ${serviceName}`);
    const input = { model, serviceName, service, number: 2, apiMinor: minor, isPodman: false, environment, ...more };
    return containerPayload({ ...input, containerIds: () => undefined });
  };
  const run = async (id: string, ...argv: string[]) => (await dockerCli(on, ['exec', id, ...argv])).stdout;

  test('secrets and configs given as values are there at the start', async () => {
    const made = payload('values');
    const id = await create(on, minor, made.name, made);
    await call(on, 'PUT', `/v1.${minor}/containers/${id}/archive?path=/`, tarOf(made.uploads));
    await dockerCli(on, ['start', id]);
    expect(await run(id, 'cat', '/run/secrets/mine')).toBe('a value');
    expect(await run(id, 'stat', '-c', '%u:%g %a', '/run/secrets/mine')).toBe('7:8 400\n');
    expect(await run(id, 'cat', '/etc/deep/er/text.conf')).toBe('text = ${NOT_A_VARIABLE}\n');
    expect(await run(id, 'stat', '-c', '%u:%g %a', '/etc/deep/er/text.conf')).toBe('0:0 444\n');
    expect(JSON.stringify((await inspect(on, minor, id)).raw)).not.toContain('a value');
  });

  test('a check every minute gives its first verdict within seconds', async () => {
    if (minor < 44) return;
    const made = payload('healthy', { startIntervalMs: 250 });
    const id = await create(on, minor, made.name, made);
    await dockerCli(on, ['start', id]);
    const health = async () => {
      const { State } = (await inspect(on, minor, id)).raw as { State: { Health: { Status: string } } };
      return State.Health.Status;
    };
    await expect.poll(health, { timeout: 8000, interval: 200 }).toBe('healthy');
    const detail = await inspect(on, minor, id);
    const expected = payload('healthy').spec;
    expect(drift({ detail, expected, image: await image(on, minor, base.image), apiMinor: minor })).toEqual([]);
  });

  test('an anonymous volume outlives a recreate by compose, and one by us', async () => {
    const name = `${project}-keeps-1`;
    await compose(on, files, project, ['up', '-d', 'keeps']);
    await run(name, 'sh', '-c', 'echo kept > /anonymous/file');
    await compose(on, files, project, ['up', '-d', '--force-recreate', 'keeps']);
    expect(await run(name, 'cat', '/anonymous/file')).toBe('kept\n');
    const detail = await inspect(on, minor, name);
    const { spec } = payload('keeps', { number: 1 });
    expect(drift({ detail, expected: spec, image: await image(on, minor, base.image), apiMinor: minor })).toEqual([]);

    const mounts = detail.raw.Mounts as { Name?: string; Destination: string }[];
    const inheritedVolumes = mounts.flatMap((m) => (m.Name ? [{ name: m.Name, target: m.Destination }] : []));
    expect(inheritedVolumes).toHaveLength(1);
    const made = payload('keeps', { inheritedVolumes });
    const id = await create(on, minor, made.name, made);
    await dockerCli(on, ['start', id]);
    expect(await run(id, 'cat', '/anonymous/file')).toBe('kept\n');
  });
});
