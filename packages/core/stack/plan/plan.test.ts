import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Service } from '../../compose/index.ts';
import type { ContainerSummary, ImageDetail } from '../../engine/index.ts';
import { hashesOf } from '../hashes.ts';
import { hashVersion, label, own } from '../labels.ts';
import type { StackModel } from '../model.ts';
import type { Observed } from '../observe/observed.ts';
import type { PlanInput } from './input.ts';
import { plan } from './plan.ts';
import type { Plan } from './types.ts';

const image = (id: string): ImageDetail => ({
  id,
  tags: [],
  digests: [],
  os: 'linux',
  architecture: 'amd64',
  sizeBytes: 1,
  config: {
    env: [],
    cmd: null,
    entrypoint: null,
    labels: {},
    user: '',
    workingDir: '',
    volumes: [],
    exposedPorts: [],
    hasHealthcheck: false,
  },
});

function model(services: Record<string, Service>, more: Partial<StackModel> = {}): StackModel {
  return {
    project: { name: 'p', services, networks: { default: { name: 'p_default' } }, volumes: {} },
    disabled: {},
    external: {},
    workingDir: '/w',
    files: ['/w/compose.yaml'],
    envFiles: [],
    profiles: [],
    warnings: [],
    spareSecrets: {},
    variables: {},
    ...more,
  };
}

const service = (more: Partial<Service> = {}): Service => ({ image: 'img:1', networks: { default: null }, ...more });

function container(m: StackModel, name: string, more: Partial<ContainerSummary> = {}, number = 1): ContainerSummary {
  return {
    id: `${name}-${number}`.padEnd(64, '0'),
    name: `p-${name}-${number}`,
    image: 'img:1',
    imageId: 'sha256:one',
    labels: {
      [label.project]: 'p',
      [label.service]: name,
      [label.number]: String(number),
      [label.configHash]: hashesOf(m).services.get(name) ?? '',
      [own.hashVersion]: hashVersion,
    },
    state: 'running',
    status: 'Up 2 seconds',
    health: 'none',
    networks: { p_default: 'net1' },
    volumes: {},
    ports: [],
    createdAt: 0,
    ...more,
  };
}

function observed(containers: ContainerSummary[], more: Partial<Observed> = {}): Observed {
  const network = { id: 'net1', name: 'p_default', driver: 'bridge', labels: {}, containers: [], subnets: [] };
  return {
    containers,
    networks: new Map([['default', network]]),
    volumes: new Map(),
    images: new Map([['img:1', image('sha256:one')]]),
    drift: new Map(),
    contents: new Map(),
    ...more,
  };
}

function planOf(m: StackModel, o: Observed, more: Partial<PlanInput> = {}): Plan {
  const hashes = hashesOf(m);
  return plan({ model: m, observed: o, hashes: hashes.services, networkHashes: hashes.networks, ...more });
}

const actions = (p: Plan, name: string) => p.services.find((s) => s.service === name)?.containers.map((c) => c.action);
const codes = (p: Plan, name: string) =>
  p.services.find((s) => s.service === name)?.containers.flatMap((c) => c.reasons.map((r) => r.code));

describe('plan', () => {
  it('creates everything on an empty engine', () => {
    const m = model({ web: service() });
    const p = planOf(m, observed([], { networks: new Map(), images: new Map() }));
    expect(p.networks).toMatchObject([{ name: 'p_default', action: 'create' }]);
    expect(p.images).toMatchObject([{ image: 'img:1', action: 'pull', services: ['web'] }]);
    expect(p.services[0]?.containers).toMatchObject([{ name: 'p-web-1', number: 1, action: 'create' }]);
    expect(p.upToDate).toBe(false);
  });

  it('has nothing to do for what runs as wanted', () => {
    const m = model({ web: service() });
    const p = planOf(m, observed([container(m, 'web')]));
    expect(p.upToDate).toBe(true);
    expect(actions(p, 'web')).toEqual(['keep']);
  });

  it('recreates what the files changed, and says why', () => {
    const before = model({ web: service({ environment: { A: '1' } }) });
    const after = model({ web: service({ environment: { A: '2' } }) });
    const running = container(before, 'web');
    const drift = new Map([
      [running.id, [{ code: 'config-changed' as const, field: 'environment.A', from: '1', to: '2' }]],
    ]);
    const p = planOf(after, observed([running], { drift }));
    expect(p.services[0]?.containers).toMatchObject([{ action: 'recreate', reasons: [{ field: 'environment.A' }] }]);
  });

  it('adopts what docker compose made, if inspection finds no difference', () => {
    const m = model({ web: service() });
    const theirs = container(m, 'web');
    theirs.labels = { ...theirs.labels, [label.configHash]: 'f'.repeat(64) };
    delete theirs.labels[own.hashVersion];
    expect(planOf(m, observed([theirs], { drift: new Map([[theirs.id, []]]) })).upToDate).toBe(true);
    const drifted = planOf(
      m,
      observed([theirs], { drift: new Map([[theirs.id, [{ code: 'drift', field: 'user' }]]]) }),
    );
    expect(actions(drifted, 'web')).toEqual(['recreate']);
  });

  it('recreates for a newer image', () => {
    const m = model({ web: service() });
    const p = planOf(m, observed([container(m, 'web')], { images: new Map([['img:1', image('sha256:two')]]) }));
    expect(codes(p, 'web')).toEqual(['image-changed']);
  });

  it('starts what has stopped, and leaves a finished job alone', () => {
    const m = model({
      job: service({ restart: 'no' }),
      web: service({ depends_on: { job: { condition: 'service_completed_successfully', required: true } } }),
    });
    const exited = { state: 'exited', exitCode: 0 } as const;
    const p = planOf(m, observed([container(m, 'job', exited), container(m, 'web', exited)]));
    expect(actions(p, 'job')).toEqual(['done']);
    expect(actions(p, 'web')).toEqual(['start']);
    expect(p.services.map((s) => [s.service, s.job])).toEqual([
      ['job', true],
      ['web', false],
    ]);
    const failed = planOf(m, observed([container(m, 'job', { state: 'exited', exitCode: 1 }), container(m, 'web')]));
    expect(actions(failed, 'job')).toEqual(['start']);
  });

  it('does not take a service without a restart policy for a job because it exited with 0', () => {
    const m = model({ web: service() });
    expect(actions(planOf(m, observed([container(m, 'web', { state: 'exited', exitCode: 0 })])), 'web')).toEqual([
      'start',
    ]);
  });

  it('waits for a container whose health is not confirmed', () => {
    const m = model({ web: service({ healthcheck: { test: ['CMD', 'true'] } }) });
    expect(actions(planOf(m, observed([container(m, 'web', { health: 'starting' })])), 'web')).toEqual(['wait']);
  });

  it('scales down from the highest number, the obsolete first', () => {
    const m = model({ web: service({ scale: 2 }) });
    const stale = container(m, 'web', {}, 1);
    stale.labels = { ...stale.labels, [label.configHash]: '0'.repeat(64) };
    const p = planOf(m, observed([stale, container(m, 'web', {}, 2), container(m, 'web', {}, 3)]));
    expect(p.services[0]?.containers.map((c) => [c.number, c.action])).toEqual([
      [1, 'remove'],
      [2, 'keep'],
      [3, 'keep'],
    ]);
    const up = planOf(m, observed([container(m, 'web', {}, 4)]));
    expect(up.services[0]?.containers.map((c) => [c.number, c.action])).toEqual([
      [4, 'keep'],
      [5, 'create'],
    ]);
  });

  it('takes those along that live in a recreated container, and restarts those that ask for it', () => {
    const m = model({
      a: service({ environment: { X: '2' } }),
      b: service({ network_mode: 'service:a', depends_on: { a: { condition: 'service_started', required: true } } }),
      c: service({ depends_on: { a: { condition: 'service_started', required: true, restart: true } } }),
    });
    const old = container(m, 'a');
    old.labels = { ...old.labels, [label.configHash]: '0'.repeat(64) };
    const b = container(m, 'b', { networks: {} });
    const p = planOf(m, observed([old, b, container(m, 'c')]));
    expect(codes(p, 'b')).toContain('parent-recreated');
    expect(actions(p, 'c')).toEqual(['restart']);
  });

  it('gives a container that is made anew the name that the files ask for now', () => {
    const before = model({ web: service() });
    const p = planOf(model({ web: service({ container_name: 'mine' }) }), observed([container(before, 'web')]));
    expect(p.services[0]?.containers).toMatchObject([{ action: 'recreate', name: 'mine' }]);
  });

  it('finishes an interrupted recreate', () => {
    const m = model({ web: service() });
    const temporary = container(m, 'web', { name: '0123456789ab_p-web-1', state: 'created', id: 'n'.repeat(64) });
    const both = planOf(m, observed([container(m, 'web'), temporary]));
    expect(both.services[0]?.containers.map((c) => c.action)).toEqual(['remove', 'keep']);
    const alone = planOf(m, observed([temporary]));
    expect(alone.services[0]?.containers).toMatchObject([
      { action: 'start', name: 'p-web-1', renameFrom: '0123456789ab_p-web-1' },
    ]);
  });

  it('names orphans and removes them only when asked; disabled and external services are none', () => {
    const m = model({ web: service() }, { disabled: { off: service() }, external: { db: { url: 'tcp://x:1' } } });
    const all = [container(m, 'web'), container(m, 'gone'), container(m, 'off'), container(m, 'db')];
    expect(planOf(m, observed(all)).orphans).toMatchObject([{ service: 'gone', remove: false }]);
    expect(planOf(m, observed(all)).upToDate).toBe(true);
    expect(planOf(m, observed(all), { removeOrphans: true }).upToDate).toBe(false);
  });

  it('has the holder of a host port stopped before another starts on it', () => {
    const port = (published: string) => ({ ports: [{ target: 80, published, protocol: 'tcp', mode: 'ingress' }] });
    const held = (publicPort: number) => ({ ports: [{ ip: '0.0.0.0', privatePort: 80, publicPort, protocol: 'tcp' }] });
    const before = model({ a: service(port('8080')), b: service(port('8081')) });
    const running = [container(before, 'a', held(8080)), container(before, 'b', held(8081))];
    const from = (p: Plan, name: string) =>
      p.services.find((s) => s.service === name)?.containers[0]?.portsFrom?.map((h) => h.container);

    const swapped = planOf(model({ a: service(port('8081')), b: service(port('8080')) }), observed(running));
    expect([from(swapped, 'a'), from(swapped, 'b')]).toEqual([['p-b-1'], ['p-a-1']]);

    const renamed = model({ c: service(port('8080')), b: service(port('8081')) });
    expect(from(planOf(renamed, observed(running), { removeOrphans: true }), 'c')).toEqual(['p-a-1']);
    // Nobody stops the orphan without being asked: preflight tells of it.
    expect(from(planOf(renamed, observed(running)), 'c')).toBeUndefined();
    expect(from(planOf(before, observed(running), { forceRecreate: true }), 'a')).toBeUndefined();

    const stopped = running.map((c) => ({ ...c, state: 'exited' as const }));
    expect(from(planOf(renamed, observed(stopped), { removeOrphans: true }), 'c'), 'Podman lists its ports').toBe(
      undefined,
    );
  });

  it('plans a service with its dependencies, or alone', () => {
    const m = model({
      db: service(),
      web: service({ depends_on: { db: { condition: 'service_started', required: true } } }),
      x: service(),
    });
    const empty = observed([]);
    expect(planOf(m, empty, { services: ['web'] }).services.map((s) => s.service)).toEqual(['db', 'web']);
    expect(planOf(m, empty, { services: ['web'], noDeps: true }).services.map((s) => s.service)).toEqual(['web']);
  });
});

/** Any acyclic graph: each service may depend on those before it. */
const graphs = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 }).map((rows) =>
  Object.fromEntries(
    rows.map((deps, i) => {
      const depends_on = Object.fromEntries(
        (i === 0 ? [] : deps).map((d) => [`s${d % i}`, { condition: 'service_started' as const, required: true }]),
      );
      return [`s${i}`, service({ depends_on })];
    }),
  ),
);

describe('plan, by property', () => {
  it('puts each service after everything it waits for', () => {
    fc.assert(
      fc.property(graphs, (services) => {
        const seen = new Set<string>();
        for (const s of planOf(model(services), observed([])).services) {
          for (const d of s.waitsFor) expect(seen.has(d.service)).toBe(true);
          seen.add(s.service);
        }
        expect(seen.size).toBe(Object.keys(services).length);
      }),
    );
  });

  it('has nothing left to do once it has been carried out, from any starting point', () => {
    const states = fc.constantFrom('absent', 'stale', 'exited', 'running', 'dead');
    fc.assert(
      fc.property(graphs, fc.array(states, { minLength: 12, maxLength: 12 }), (services, start) => {
        const m = model(services);
        const before = Object.keys(services).flatMap((name, i) => {
          if (start[i] === 'absent') return [];
          const c = container(
            m,
            name,
            start[i] === 'exited' ? { state: 'exited', exitCode: 1 } : start[i] === 'dead' ? { state: 'dead' } : {},
          );
          if (start[i] === 'stale') c.labels = { ...c.labels, [label.configHash]: '0'.repeat(64) };
          return [c];
        });
        const after = planOf(m, observed(before)).services.flatMap((s) =>
          s.containers.filter((c) => c.action !== 'remove').map((c) => container(m, s.service, {}, c.number)),
        );
        expect(planOf(m, observed(after)).upToDate).toBe(true);
      }),
    );
  });

  it('does not change its input and gives the same plan twice', () => {
    fc.assert(
      fc.property(graphs, (services) => {
        const m = model(services);
        const before = JSON.stringify(m);
        expect(planOf(m, observed([]))).toEqual(planOf(m, observed([])));
        expect(JSON.stringify(m)).toBe(before);
      }),
    );
  });
});
