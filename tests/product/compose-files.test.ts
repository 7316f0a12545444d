// The product's compose files as users get them: what every service must have, and what none may have.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadProject, type Service } from '@sutazai/core/compose';
import { describe, expect, it } from 'vitest';
import { composePath, labAvailable, run } from '../lab/lab.ts';
import { composeFile, product } from './test-stack.ts';

const folder = fileURLToPath(new URL('../../resources/', import.meta.url));
const accelerators = ['cpu', 'gpu-nvidia', 'gpu-cdi', 'gpu-amd'];
const project = await product({}, ['*']);
const services = Object.entries(project.services);
const blockOf = (s: Service) => (s['x-sutazai'] ?? {}) as Record<string, unknown>;

/** Names of the services that do not hold to a rule; jobs are looked at only where the rule is for them too. */
const breaking = (rule: (s: Service, name: string) => boolean, jobs = true) =>
  services.filter(([n, s]) => (jobs || !blockOf(s).job) && !rule(s, n)).map(([n]) => n);

describe('every service', () => {
  it('has a pinned image', () => {
    expect(breaking((s) => /:v?\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?$/.test(s.image ?? ''))).toEqual([]);
  });
  it('publishes on 127.0.0.1 alone, on a port that a variable can change', () => {
    expect(breaking((s) => (s.ports ?? []).every((p) => p.host_ip === '127.0.0.1'))).toEqual([]);
    for (const file of readdirSync(join(folder, 'compose')).filter((f) => f.endsWith('.yaml'))) {
      const text = readFileSync(join(folder, 'compose', file), 'utf8');
      for (const [published] of text.matchAll(/"127\.0\.0\.1:[^"\n]+:\d+"/g)) {
        expect(published).toMatch(/^"127\.0\.0\.1:\$\{SUTAZAI_\w+_PORT:-\d+\}:\d+"$/);
      }
    }
  });
  it('has a port of its own', () => {
    const wanted = services
      .filter(([, s]) => !s.profiles?.some((p) => accelerators.includes(p) && p !== 'cpu'))
      .flatMap(([, s]) => (s.ports ?? []).map((p) => String(p.published)));
    expect(new Set(wanted).size).toBe(wanted.length);
  });
  it('has a memory limit, a limit on its log, and no way to gain rights', () => {
    expect(breaking((s) => Number(s.mem_limit) > 0)).toEqual([]);
    expect(
      breaking((s) => s.logging?.options?.['max-size'] !== undefined && s.logging.options['max-file'] !== undefined),
    ).toEqual([]);
    expect(breaking((s) => s.security_opt?.includes('no-new-privileges:true') === true)).toEqual([]);
    expect(breaking((s) => s.cap_drop?.includes('ALL') === true)).toEqual([]);
    expect(breaking((s) => s.privileged !== true)).toEqual([]);
  });
  it('has a root file system that cannot be written, but where the server writes its own configuration', () => {
    expect(breaking((s) => s.read_only === true)).toEqual(['neo4j', 'rabbitmq']);
  });
  it('has a health check, unless it is a job or its image brings one', () => {
    expect(breaking((s) => s.healthcheck?.test !== undefined, false)).toEqual([]);
    expect(services.filter(([, s]) => blockOf(s).job).every(([, s]) => s.restart === 'no')).toBe(true);
    expect(breaking((s) => s.restart === 'unless-stopped', false)).toEqual([]);
  });
  it('waits for others by a condition, never by luck', () => {
    expect(breaking((s) => Object.values(s.depends_on ?? {}).every((d) => d.condition !== 'service_started'))).toEqual(
      [],
    );
  });
  it('says what it is for, its tier, and its licence where it is somebody else’s program', () => {
    expect(
      breaking((s) =>
        [blockOf(s).tier, blockOf(s).title, blockOf(s).about].every((v) => typeof v === 'string' && v !== ''),
      ),
    ).toEqual([]);
    expect(
      breaking((s) => typeof blockOf(s).licence === 'string' && typeof blockOf(s).backup === 'string', false),
    ).toEqual([]);
  });
  it('is watched: a metric or a probe', () => {
    expect(breaking((s) => Array.isArray(blockOf(s).metrics) || Array.isArray(blockOf(s).probes), false)).toEqual([]);
  });
  it('has no address of its own in a network', () => {
    expect(breaking((s) => Object.values(s.networks ?? {}).every((n) => !n?.ipv4_address && !n?.ipv6_address))).toEqual(
      [],
    );
    expect(Object.values(project.networks ?? {}).every((n) => n?.ipam?.config === undefined)).toBe(true);
  });
});

describe('the model server', () => {
  const servers = accelerators.map((profile) => {
    const found = services.filter(([, s]) => s.profiles?.includes(profile) && blockOf(s).tier === 'model');
    expect(found, profile).toHaveLength(1);
    return [profile, found[0]?.[1] as Service] as const;
  });
  it.each(servers)('by the profile %s answers to the same name, with the same models', (_, s) => {
    expect(s.networks?.model?.aliases).toContain('ollama');
    expect(s.volumes?.map((v) => `${v.source}:${v.target}`)).toEqual(['ollama-models:/root/.ollama']);
    expect(s.ports?.map((p) => [Number(p.published), p.target])).toEqual([[11435, 11434]]);
  });
  it('asks for the graphics card in the way of its profile', () => {
    const by = Object.fromEntries(servers);
    const devices = (profile: string) => by[profile]?.deploy?.resources?.reservations?.devices;
    expect(devices('cpu')).toBeUndefined();
    expect(devices('gpu-nvidia')).toMatchObject([{ driver: 'nvidia', capabilities: ['gpu'] }]);
    expect(devices('gpu-cdi')).toMatchObject([{ driver: 'cdi', device_ids: ['nvidia.com/gpu=all'] }]);
    expect(by['gpu-amd']?.devices?.map((d) => d.source)).toEqual(['/dev/kfd', '/dev/dri']);
    expect(by['gpu-amd']?.group_add).toEqual(['video', 'render']);
    expect(by['gpu-amd']?.image).toMatch(/-rocm(@|$)/);
  });
  it('gets its first model by a job that waits for whichever runs, and that nothing waits for', () => {
    const job = project.services['ollama-preload'] as Service;
    const runs = services.filter(
      ([, s]) => s.profiles?.some((p) => accelerators.includes(p)) && blockOf(s).tier === 'model',
    );
    expect(Object.keys(job.depends_on ?? {}).sort()).toEqual(runs.map(([n]) => n).sort());
    expect(Object.values(job.depends_on ?? {}).every((d) => d.required === false)).toBe(true);
    expect(breaking((s) => s.depends_on?.['ollama-preload'] === undefined)).toEqual([]);
  });
});

describe('secrets', () => {
  it('are files, made for this installation', () => {
    for (const [name, secret] of Object.entries(project.secrets ?? {})) {
      expect(secret.file, name).toContain('/secrets/');
      expect((secret as Record<string, unknown>)['x-sutazai'], name).toMatchObject({ generate: expect.anything() });
    }
  });
  it('are in no environment, and no command line', () => {
    const word = /pass|secret|token|key|auth/i;
    for (const [name, s] of services) {
      for (const [variable, value] of Object.entries(s.environment ?? {})) {
        if (word.test(variable) && value) expect(value, `${name} ${variable}`).toMatch(/^\/run\/secrets\/\w+$/);
      }
      expect([...(s.command ?? []), ...(s.entrypoint ?? [])].join(' '), name).not.toMatch(
        /--\S*(password|requirepass)[= ]\S/,
      );
    }
  });
});

describe.skipIf(!labAvailable().ok)('docker compose itself', () => {
  // One way to run the models or none chosen, beside every set of the other profiles.
  const others = [...new Set(services.flatMap(([, x]) => x.profiles ?? []))].filter((p) => !accelerators.includes(p));
  const sets = others.reduce<string[][]>((all, p) => all.flatMap((set) => [set, [...set, p]]), [[]]);
  const mixes = [[], ...accelerators.map((a) => [a])].flatMap((a) => sets.map((set) => [...a, ...set]));
  it.each(mixes.map((m) => [m.join(' ') || 'none', m] as const))('accepts the profiles: %s', async (_, profiles) => {
    const flags = profiles.flatMap((p) => ['--profile', p]);
    const env = { PATH: process.env.PATH, HOME: '/nonexistent', SUTAZAI_STATE_DIR: '/tmp/none' };
    const result = await run(composePath(), ['-f', composeFile, ...flags, 'config', '--services'], { env });
    expect(result.stderr).toBe('');
    expect(result.code).toBe(0);
    // docker compose and the product run the same services.
    const loaded = await loadProject({ cwd: '/', files: [composeFile], environment: {}, profiles });
    expect(result.stdout.trim().split('\n').sort()).toEqual(Object.keys(loaded.project.services).sort());
  });
  it('without a choice runs the model server on the processor, as we do', async () => {
    const env = { PATH: process.env.PATH, HOME: '/nonexistent', SUTAZAI_STATE_DIR: '/tmp/none' };
    const result = await run(composePath(), ['-f', composeFile, 'config', '--services'], { env });
    expect(result.stdout.split('\n')).toContain('ollama');
    const loaded = await loadProject({ cwd: '/', files: [composeFile], environment: {} });
    expect(loaded.project.services).toHaveProperty('ollama');
  });
});
