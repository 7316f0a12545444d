import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from './index.ts';

let directory: string;
let store: Store;
let now = 1_000;

beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'sutazai-store-')), 'state');
  now = 1_000;
  store = openStore(directory, { clock: () => now++ });
});
afterEach(() => {
  store.close();
  rmSync(join(directory, '..'), { recursive: true, force: true });
});

function reopen(): Store {
  store.close();
  store = openStore(directory, { clock: () => now++ });
  return store;
}

describe('openStore', () => {
  it.skipIf(process.platform === 'win32')('keeps folder, file and log to this user', () => {
    store.settings.set('a', 1);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(store.path).mode & 0o777).toBe(0o600);
    expect(statSync(`${store.path}-wal`).mode & 0o777).toBe(0o600);
  });

  it('takes back rights that an older file gave to others', async () => {
    const { chmodSync } = await import('node:fs');
    store.close();
    chmodSync(store.path, 0o644);
    reopen();
    if (process.platform !== 'win32') expect(statSync(store.path).mode & 0o777).toBe(0o600);
  });

  it('leaves one plain file behind when closed, and may be closed twice', () => {
    store.settings.set('a', 1);
    store.close();
    store.close();
    expect(statSync(`${store.path}-wal`, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('fails by code after it was closed', () => {
    store.close();
    expect(() => store.settings.get('a')).toThrow(expect.objectContaining({ code: 'STATE_FAILED', path: store.path }));
  });

  it('opens a warm file in less than 10 ms', () => {
    const times = Array.from({ length: 7 }, () => {
      const start = performance.now();
      reopen();
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(10);
  });
});

describe('settings', () => {
  it('keeps JSON values', () => {
    const values = { text: 'ü"\n', number: 1.5, list: [1, { a: null }], yes: true, nothing: null };
    for (const [key, value] of Object.entries(values)) store.settings.set(key, value);
    expect(reopen().settings.all()).toEqual(values);
    expect(store.settings.get('list')).toEqual([1, { a: null }]);
  });
  it('overwrites, removes, and knows what was never set', () => {
    store.settings.set('a', 1);
    store.settings.set('a', 2);
    expect(store.settings.get('a')).toBe(2);
    expect(store.settings.remove('a')).toBe(true);
    expect(store.settings.remove('a')).toBe(false);
    expect(store.settings.get('a')).toBeUndefined();
  });
  it('stores a missing value as null rather than failing', () => {
    store.settings.set('a', undefined);
    expect(store.settings.get('a')).toBeNull();
  });
});

describe('operations', () => {
  it('keeps beginning and end', () => {
    const id = store.operations.begin({ project: 'p', kind: 'up' });
    expect(store.operations.list()).toEqual([{ id, project: 'p', kind: 'up', startedAt: 1000 }]);
    store.operations.finish(id, { outcome: 'failed', code: 'PORT_TAKEN', summary: { failed: ['db'] } });
    expect(reopen().operations.list('p')).toEqual([
      {
        id,
        project: 'p',
        kind: 'up',
        startedAt: 1000,
        endedAt: 1001,
        outcome: 'failed',
        code: 'PORT_TAKEN',
        summary: { failed: ['db'] },
      },
    ]);
    expect(store.operations.list('other')).toEqual([]);
  });
  it('forgets all but the last 200', () => {
    for (let n = 0; n < 230; n++) store.operations.begin({ project: 'p', kind: `k${n}` });
    const list = store.operations.list();
    expect(list).toHaveLength(200);
    expect(list[0]?.kind).toBe('k229');
    expect(store.operations.list('p', 3).map((one) => one.kind)).toEqual(['k229', 'k228', 'k227']);
  });
});

describe('externals', () => {
  it('are kept by project', () => {
    store.externals.set('p', 'ollama', 'http://a');
    store.externals.set('p', 'ollama', 'http://b');
    store.externals.set('q', 'ollama', 'http://c');
    expect(reopen().externals.list('p')).toEqual({ ollama: { url: 'http://b' } });
    expect(store.externals.remove('p', 'ollama')).toBe(true);
    expect(store.externals.remove('p', 'ollama')).toBe(false);
    expect(store.externals.list('p')).toEqual({});
    expect(Object.keys(store.externals.list('q'))).toEqual(['ollama']);
  });
});

describe('layers', () => {
  it('are kept with their sizes, beyond 2^32 too', () => {
    store.layers.put(
      new Map([
        ['aaaaaaaaaaaa', 5_000_000_000],
        ['bbbbbbbbbbbb', 0],
      ]),
    );
    store.layers.put(new Map());
    expect(reopen().layers.all()).toEqual(
      new Map([
        ['aaaaaaaaaaaa', 5_000_000_000],
        ['bbbbbbbbbbbb', 0],
      ]),
    );
  });
  it('are forgotten when a thousand others were seen since', () => {
    store.layers.put(new Map([['old', 1]]));
    store.layers.put(new Map(Array.from({ length: 1000 }, (_, n) => [`layer${n}`, n])));
    expect(store.layers.all().size).toBe(1000);
    expect(store.layers.all().has('old')).toBe(false);
  });
});

describe('adopted', () => {
  it('remembers by container and forgets those that are gone', () => {
    const one = { containerId: 'c1', project: 'p', service: 'db', hash: 'h1' };
    const two = { containerId: 'c2', project: 'p', service: 'web', hash: 'h2' };
    const foreign = { containerId: 'c3', project: 'q', service: 'db', hash: 'h3' };
    for (const container of [one, two, foreign]) store.adopted.put(container);
    store.adopted.put({ ...one, hash: 'h9' });
    expect(reopen().adopted.get('c1')).toEqual({ ...one, hash: 'h9' });
    expect(store.adopted.get('nope')).toBeUndefined();
    store.adopted.keepOnly('p', ['c2']);
    expect(store.adopted.list('p')).toEqual([two]);
    expect(store.adopted.list('q')).toEqual([foreign]);
    expect(store.adopted.remove('c2')).toBe(true);
  });
});
