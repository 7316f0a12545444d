import type { ServiceStatus, StackOverview, StackStatus } from '@sutazai/core/contract';
import { describe, expect, it } from 'vitest';
import { byTier, countsOf, isShown, rowsOf } from './rows.ts';

type Entry = StackOverview['services'][number];
const entry = (service: string, more: Partial<Entry> = {}): Entry => ({
  service,
  tier: 'core',
  title: service.toUpperCase(),
  about: '',
  image: '',
  job: false,
  profiles: [],
  ports: [],
  data: [],
  health: '',
  backup: '',
  licence: '',
  enabled: true,
  dependsOn: [],
  ...more,
});
const overview = (...services: Entry[]): StackOverview => ({
  project: 'p',
  tiers: ['core', 'agents'],
  services,
  profiles: [],
  memoryBytes: 0,
  warnings: [],
});
const status = (states: Record<string, ServiceStatus['state']>): StackStatus => ({
  project: 'p',
  engine: { reachable: true, url: '' },
  services: Object.entries(states).map(([service, state]) => ({ service, state, containers: [], ports: [] })),
});

describe('rows', () => {
  it('joins what the files say with what the engine says', () => {
    const rows = rowsOf(
      overview(entry('db'), entry('spare', { enabled: false }), entry('far', { external: { url: 'x' } }), entry('new')),
      status({ db: 'unhealthy', orphan: 'running', new: 'absent' }),
    );
    expect(rows.map((r) => [r.service, r.state, r.tone, r.problem])).toEqual([
      ['db', 'unhealthy', 'bad', true],
      ['spare', 'off', 'off', false],
      ['far', 'external', 'ok', false],
      ['new', 'absent', 'off', false],
      ['orphan', 'running', 'ok', false],
    ]);
  });

  it('takes one that stands still for a fault only where running ones need it, and not while something is being done', () => {
    const files = overview(
      entry('db'),
      entry('api', { dependsOn: ['db'] }),
      entry('setup', { dependsOn: ['db'], job: true }),
    );
    const missed = status({ db: 'stopped', api: 'healthy', setup: 'running' });
    const tell = (rows: ReturnType<typeof rowsOf>) =>
      rows.map((r) => [r.service, r.tone, r.problem, r.neededBy]).slice(0, 2);
    expect(tell(rowsOf(files, missed))).toEqual([
      ['db', 'warn', true, ['API']],
      ['api', 'ok', false, []],
    ]);
    const dead = status({ db: 'stopped', api: 'healthy' });
    const [db] = dead.services;
    if (db)
      db.containers = [
        { id: '1', name: 'p-db-1', number: 1, state: 'exited', health: 'none', exitCode: 137, status: '', image: '' },
      ];
    const alone = overview(entry('db'), entry('api'));
    expect(rowsOf(alone, dead)[0]).toMatchObject({ killed: true, problem: true, neededBy: [] });
    expect(rowsOf(alone, { ...dead, services: dead.services.slice(0, 1) })[0]).toMatchObject({
      killed: false,
      problem: false,
    });
    expect(tell(rowsOf(files, missed, true))[0]).toEqual(['db', 'off', false, []]);
    expect(tell(rowsOf(files, status({ db: 'stopped', api: 'stopped' })))[0]).toEqual(['db', 'off', false, []]);
  });

  it('says unknown before the engine has spoken', () => {
    expect(rowsOf(overview(entry('db')), null)[0]?.state).toBe('unknown');
  });

  it('counts services, and jobs only when they are sick', () => {
    const rows = rowsOf(
      overview(entry('db'), entry('api'), entry('job', { job: true }), entry('spare', { enabled: false })),
      status({ db: 'healthy', api: 'starting', job: 'failed' }),
    );
    expect(countsOf(rows)).toEqual({ well: 1, problems: 1, starting: 1, off: 1, enabled: 2 });
  });

  it('hides jobs that are over, and shows those that failed', () => {
    const rows = rowsOf(
      overview(entry('a', { job: true }), entry('b', { job: true })),
      status({ a: 'finished', b: 'failed' }),
    );
    expect(rows.filter(isShown).map((r) => r.service)).toEqual(['b']);
  });

  it('groups by tier in the order of the product; unknown tiers come last', () => {
    const rows = rowsOf(overview(entry('x', { tier: 'zoo' }), entry('a', { tier: 'agents' }), entry('c')), null);
    expect(byTier(rows, ['core', 'agents', 'empty']).map((t) => t.tier)).toEqual(['core', 'agents', 'zoo']);
  });
});
