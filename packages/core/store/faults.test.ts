import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { guarded } from './error.ts';
import { openStore, repairStore } from './index.ts';
import { format } from './migrations.ts';
import { sqlite } from './sqlite.ts';

let base: string;
let directory: string;
let path: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'sutazai-faults-'));
  directory = join(base, 'state');
  path = join(directory, 'state.db');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

/** A properly closed file with some pages in it. */
function filled(): void {
  const store = openStore(directory);
  store.layers.put(new Map(Array.from({ length: 900 }, (_, n) => [`layer-${n}-${'x'.repeat(60)}`, n])));
  store.settings.set('kept', true);
  store.close();
}

/** The bytes of everything in the folder, to see that nothing was changed. */
function contents(): Record<string, string> {
  const names = readdirSync(directory).filter((name) => !name.endsWith('-shm'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(directory, name)).toString('base64')]));
}

/** Runs TypeScript in another process; `store` is open in it, `say(text)` writes a line. */
function script(body: string): string[] {
  const store = fileURLToPath(new URL('./index.ts', import.meta.url));
  const code = `import { openStore } from ${JSON.stringify(store)};
    const say = (text) => process.stdout.write(text + '\\n');
    ${body}`;
  return ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', code];
}

const untouched: [string, () => void][] = [
  ['garbage instead of a header', () => writeFileSync(path, Buffer.alloc(8192, 'garbage!'))],
  ['a few bytes', () => writeFileSync(path, 'SQLite')],
  ['a file cut in half', () => truncateSync(path, Math.floor(statSync(path).size / 8192) * 4096)],
  ['a file cut within its first page', () => truncateSync(path, 1000)],
  ['a zeroed first page', () => overwrite(0, 4096)],
];

function overwrite(from: number, length: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(length), 0, length, from);
}

describe('a damaged file', () => {
  it.each(untouched)('is refused and left as it is: %s', (_, damage) => {
    filled();
    damage();
    const before = contents();
    expect(() => openStore(directory)).toThrow(expect.objectContaining({ code: 'STATE_CORRUPT', path }));
    expect(contents()).toEqual(before);
  });

  it('is told by the call that meets it, if a zeroed page inside shows only then', () => {
    filled();
    // The second half: tables come first, what is in them later.
    const half = Math.floor(statSync(path).size / 8192) * 4096;
    overwrite(half, statSync(path).size - half);
    const store = openStore(directory);
    expect(() => store.layers.all()).toThrow(expect.objectContaining({ code: 'STATE_CORRUPT' }));
    store.close();
  });

  it('is found at once after a crash, and file and log are left as they are', () => {
    filled();
    crashWhileWriting();
    overwrite(4096 * 3, 4096 * 4);
    const before = contents();
    expect(Object.keys(before)).toContain('state.db-wal');
    expect(() => openStore(directory)).toThrow(expect.objectContaining({ code: 'STATE_CORRUPT' }));
    expect(contents()).toEqual(before);
  });

  it('has a row that is not JSON', () => {
    filled();
    const database = new (sqlite())(path);
    database.exec("UPDATE settings SET value = '{'");
    database.close();
    const store = openStore(directory);
    expect(() => store.settings.get('kept')).toThrow(expect.objectContaining({ code: 'STATE_CORRUPT' }));
    store.close();
  });

  it('is put aside by repairStore, and a fresh one works', () => {
    filled();
    overwrite(0, 4096);
    const damaged = readFileSync(path);
    const { keptAs } = repairStore(directory, { clock: () => Date.UTC(2026, 10, 24, 4, 5, 6) });
    expect(keptAs).toBe(`${path}.corrupt-20261124T040506Z`);
    expect(readFileSync(keptAs).equals(damaged)).toBe(true);
    const store = openStore(directory);
    expect(store.settings.all()).toEqual({});
    store.close();
    const again = repairStore(directory, { clock: () => Date.UTC(2026, 10, 24, 4, 5, 6) });
    expect(again.keptAs).toBe(`${keptAs}-2`);
  });

  it('takes its log along when it is put aside', () => {
    filled();
    crashWhileWriting();
    const { keptAs } = repairStore(directory);
    expect(existsSync(`${keptAs}-wal`)).toBe(true);
    expect(existsSync(`${path}-wal`)).toBe(false);
    const old = new (sqlite())(keptAs, { readonly: true });
    expect(old.prepare("SELECT count(*) AS n FROM settings WHERE key LIKE 'k%'").get()).toMatchObject({
      n: expect.any(Number),
    });
    old.close();
  });

  it('need not be there for repairStore', () => {
    expect(repairStore(directory)).toEqual({ keptAs: '' });
    expect(existsSync(path)).toBe(true);
  });
});

/** A process that is killed in the middle of its writes: its log stays behind. */
function crashWhileWriting(): void {
  const child = spawnSync(
    process.execPath,
    script(`const store = openStore(${JSON.stringify(directory)});
      for (let n = 0; n < 50; n++) store.settings.set('k' + n, 'x'.repeat(500));
      process.kill(process.pid, 'SIGKILL');`),
  );
  expect(child.signal).toBe('SIGKILL');
}

describe('a file of a newer version', () => {
  it('is refused and left as it is', () => {
    filled();
    const database = new (sqlite())(path);
    database.pragma('user_version = 99');
    database.close();
    const before = contents();
    expect(() => openStore(directory)).toThrow(
      expect.objectContaining({ code: 'STATE_NEWER', found: 99, known: format }),
    );
    expect(contents()).toEqual(before);
  });

  it('is refused also when the version stands only in the log of a crashed process', () => {
    filled();
    const child = spawnSync(
      process.execPath,
      script(`import { createRequire } from 'node:module';
        const Sqlite = createRequire(${JSON.stringify(import.meta.url)})('better-sqlite3');
        const database = new Sqlite(${JSON.stringify(path)});
        database.pragma('user_version = 42');
        process.kill(process.pid, 'SIGKILL');`),
    );
    expect(child.signal).toBe('SIGKILL');
    const before = contents();
    expect(() => openStore(directory)).toThrow(expect.objectContaining({ code: 'STATE_NEWER', found: 42 }));
    expect(contents()).toEqual(before);
  });
});

describe('two processes', () => {
  it('can make and fill the same new file at once', async () => {
    const body = (name: string) =>
      script(`const store = openStore(${JSON.stringify(directory)});
        for (let n = 0; n < 40; n++) store.operations.begin({ project: ${JSON.stringify(name)}, kind: 'k' + n });
        store.close();
        say('done');`);
    const runs = ['a', 'b', 'c'].map(
      (name) =>
        new Promise<string>((resolve) => {
          const child = spawn(process.execPath, body(name));
          let text = '';
          child.stdout.on('data', (data) => (text += data));
          child.stderr.on('data', (data) => (text += data));
          child.on('close', () => resolve(text));
        }),
    );
    expect(await Promise.all(runs)).toEqual(['done\n', 'done\n', 'done\n']);
    const store = openStore(directory);
    expect(store.operations.list()).toHaveLength(120);
    store.close();
  });

  it('wait for each other only so long', () => {
    filled();
    const database = new (sqlite())(path);
    database.exec('BEGIN IMMEDIATE');
    const store = openStore(directory, { busyTimeout: 50 });
    expect(store.settings.get('kept')).toBe(true);
    const start = performance.now();
    expect(() => store.settings.set('a', 1)).toThrow(expect.objectContaining({ code: 'STATE_LOCKED' }));
    expect(performance.now() - start).toBeGreaterThan(40);
    database.exec('COMMIT');
    store.settings.set('a', 1);
    store.close();
    database.close();
  });
});

describe('what SQLite and the file system say', () => {
  it.each([
    ['SQLITE_BUSY_SNAPSHOT', 'STATE_LOCKED'],
    ['SQLITE_CORRUPT_INDEX', 'STATE_CORRUPT'],
    ['SQLITE_FULL', 'STATE_DISK_FULL'],
    ['ENOSPC', 'STATE_DISK_FULL'],
    ['EROFS', 'STATE_DENIED'],
    ['SQLITE_CANTOPEN', 'STATE_DENIED'],
    ['SQLITE_IOERR_READ', 'STATE_FAILED'],
  ])('%s becomes %s', (code, expected) => {
    const run = () => {
      throw Object.assign(new Error('said so'), { code });
    };
    expect(() => guarded('/x', run)).toThrow(expect.objectContaining({ code: expected, path: '/x' }));
  });

  it('a file held by another process while it is new is STATE_LOCKED', () => {
    mkdirSync(directory);
    const database = new (sqlite())(path);
    database.exec('BEGIN EXCLUSIVE');
    expect(() => openStore(directory, { busyTimeout: 50 })).toThrow(expect.objectContaining({ code: 'STATE_LOCKED' }));
    database.close();
  });
});

describe('a process killed in the middle of a write', () => {
  it('loses nothing that was committed', () => {
    filled();
    crashWhileWriting();
    const store = openStore(directory);
    expect(store.settings.get('kept')).toBe(true);
    expect(store.settings.get('k49')).toBe('x'.repeat(500));
    store.close();
  });

  it('leaves no half transaction', () => {
    const child = spawnSync(
      process.execPath,
      script(`const store = openStore(${JSON.stringify(directory)});
        store.settings.set('before', 1);
        const sizes = new Map([['a', 1]]);
        sizes[Symbol.iterator] = function* () { yield ['a', 1]; process.kill(process.pid, 'SIGKILL'); for (;;); };
        store.layers.put(sizes);`),
    );
    expect(child.signal).toBe('SIGKILL');
    const store = openStore(directory);
    expect(store.settings.get('before')).toBe(1);
    expect(store.layers.all().size).toBe(0);
    store.close();
  });

  it('may have been so early that the file is still empty', () => {
    mkdirSync(directory);
    writeFileSync(path, '');
    openStore(directory).close();
  });
});

describe('a folder that cannot be written', () => {
  // Root may write anywhere, so as root the try is made by a process of another user.
  const asOther = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const body = (where: string) =>
    script(
      `try { openStore(${JSON.stringify(where)}); say('opened'); } catch (error) { say(error.name + ' ' + error.code); }`,
    );

  it.skipIf(process.platform === 'win32')('is told as such', () => {
    mkdirSync(directory);
    chmodSync(base, 0o755);
    chmodSync(directory, 0o555);
    const child = spawnSync(process.execPath, body(join(directory, 'new')), { ...asOther, encoding: 'utf8' });
    expect(`${child.stdout}${child.stderr}`).toBe('StoreError STATE_DENIED\n');
    chmodSync(directory, 0o755);
  });

  it.skipIf(process.platform === 'win32')('is told as such when the file is there', () => {
    filled();
    chmodSync(base, 0o755);
    chmodSync(path, 0o444);
    chmodSync(directory, 0o555);
    const child = spawnSync(process.execPath, body(directory), { ...asOther, encoding: 'utf8' });
    expect(`${child.stdout}${child.stderr}`).toBe('StoreError STATE_DENIED\n');
    chmodSync(directory, 0o755);
  });

  it('is no folder at all', () => {
    writeFileSync(directory, '');
    expect(() => openStore(directory)).toThrow(expect.objectContaining({ name: 'StoreError', code: 'STATE_FAILED' }));
  });
});
