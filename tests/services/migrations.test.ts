// The database brought up to date on a real PostgreSQL: from an older form of it, and by several processes at once.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Database, Queries } from '../../packages/backend/db/database.ts';
import { migrate } from '../../packages/backend/db/migrate.ts';
import { migrations } from '../../packages/backend/db/migrations.ts';
import { openPostgres } from '../../packages/backend/db/postgres.ts';
import { dockerCli, engine28, labAvailable } from '../lab/lab.ts';
import { buildImages, imageMap } from '../product/images.ts';
import { TestBackend } from './backend-client.ts';

describe.skipIf(!labAvailable().ok)('migrations on PostgreSQL', () => {
  const container = `sutazai-migrations-${process.pid}`;
  const password = 'a-password-of-this-test';
  const open: Database[] = [];
  let port = 0;

  const docker = async (...args: string[]) => {
    const result = await dockerCli(engine28(), args);
    if (result.code !== 0) throw new Error(`docker ${args[0]}: ${result.stderr}`);
    return result.stdout.trim();
  };
  const server = (database: string) => ({ host: '127.0.0.1', port, user: 'postgres', database, password });
  const database = async (name: string): Promise<Database> => {
    await docker('exec', container, 'psql', '-qU', 'postgres', '-c', `CREATE DATABASE ${name}`);
    return opened(name);
  };
  const opened = (name: string): Database => {
    const db = openPostgres(server(name));
    open.push(db);
    return db;
  };
  /** Without the migrations that opening it as a database would run. */
  const plain = async <T>(name: string, work: (q: Queries) => Promise<T>): Promise<T> => {
    const { default: pg } = await import('pg');
    const client = new pg.Client(server(name));
    await client.connect();
    try {
      return await work({ query: async (sql, params = []) => (await client.query(sql, [...params])).rows });
    } finally {
      await client.end();
    }
  };

  beforeAll(async () => {
    buildImages('fast');
    const image = imageMap('fast').postgres ?? '';
    const env = ['-e', `POSTGRES_PASSWORD=${password}`];
    await docker(
      'run',
      '-d',
      '--name',
      container,
      '-p',
      '127.0.0.1::5432',
      '--tmpfs',
      '/var/lib/postgresql/data',
      ...env,
      image,
    );
    port = Number((await docker('port', container, '5432')).split(':').at(-1));
    await vi.waitFor(() => plain('postgres', (q) => q.query('SELECT 1')), { timeout: 60_000, interval: 250 });
  }, 300_000);
  afterAll(async () => {
    await Promise.all(open.map((db) => db.close()));
    await docker('rm', '-f', container);
  });
  const versions = async (db: Database) =>
    (await db.query<{ id: number }>('SELECT id FROM schema_migrations ORDER BY id')).map((r) => r.id);
  const all = migrations.map((m) => m.id);

  it.each(migrations.slice(0, -1).map((m) => m.id))('from version %i, with what was in it', async (from) => {
    const name = `from_${from}`;
    await docker('exec', container, 'psql', '-qU', 'postgres', '-c', `CREATE DATABASE ${name}`);
    const user = crypto.randomUUID();
    await plain(name, async (q) => {
      await q.query('BEGIN');
      await migrate(q, migrations.slice(0, from));
      await q.query('COMMIT');
      await q.query("INSERT INTO users (id, name, password_hash, role) VALUES ($1, 'Ada', 'x', 'admin')", [user]);
      if (from >= 2)
        await q.query(
          "INSERT INTO tasks (id, agent, request, priority, state, owner) VALUES ($1, 'langchain', '{}', 4, 'queued', $1)",
          [user],
        );
    });
    const db = opened(name);
    expect(await db.query('SELECT id, name FROM users')).toEqual([{ id: user, name: 'Ada' }]);
    expect(await versions(db)).toEqual(all);
    if (from >= 2)
      expect(await db.query('SELECT state, request_id FROM tasks')).toEqual([{ state: 'queued', request_id: null }]);
  });

  it('by eight processes that begin at once: each step runs once', async () => {
    const first = await database('at_once');
    const others = Array.from({ length: 7 }, () => opened('at_once'));
    const counts = await Promise.all([first, ...others].map((db) => db.query('SELECT count(*)::int AS n FROM users')));
    expect(counts).toEqual(Array(8).fill([{ n: 0 }]));
    expect(await versions(first)).toEqual(all);
  });

  it('two whole backends that begin at once share one database: one administrator, one set of tasks', async () => {
    await docker('exec', container, 'psql', '-qU', 'postgres', '-c', 'CREATE DATABASE two');
    const env = {
      ...{ POSTGRES_HOST: '127.0.0.1', POSTGRES_PORT: String(port), POSTGRES_USER: 'postgres' },
      ...{ POSTGRES_DATABASE: 'two', POSTGRES_PASSWORD: password, BACKEND_JWT_SECRET: 'j'.repeat(40) },
    };
    const [one, two] = await Promise.all([new TestBackend().start(env), new TestBackend().start(env)]);
    const setUp = (b: TestBackend) =>
      b.call('POST', '/api/v1/auth/setup', { name: 'Ada', password: 'long-enough-word' });
    const answers = await Promise.all([setUp(one), setUp(two)]);
    expect(answers.map((a) => a.status).sort()).toEqual([201, 409]);
    const token = answers.find((a) => a.status === 201)?.body.access_token;
    for (const backend of [one, two]) {
      backend.token = token;
      expect((await backend.call('GET', '/api/v1/agents/tasks')).body).toEqual({ tasks: [] });
    }
    await Promise.all([one.stop(), two.stop()]);
  });

  it('of a newer version are left alone, and the API says why it cannot serve', async () => {
    const db = await database('newer');
    await db.query('SELECT 1');
    await db.query("INSERT INTO schema_migrations (id, name, checksum) VALUES (99, 'later', 'x')");
    const backend = await new TestBackend().start({
      ...{ POSTGRES_HOST: '127.0.0.1', POSTGRES_PORT: String(port), POSTGRES_USER: 'postgres' },
      ...{ POSTGRES_DATABASE: 'newer', POSTGRES_PASSWORD: password },
    });
    const { status, body } = await backend.call('GET', '/api/v1/auth/setup');
    expect([status, body.error.code]).toEqual([503, 'DEPENDENCY_DOWN']);
    expect(body.error.message).toContain('written by a newer version (migration 99)');
    expect((await backend.call('GET', '/health')).status).toBe(200);
    await backend.stop();
    expect(await plain('newer', (q) => q.query('SELECT max(id) AS id FROM schema_migrations'))).toEqual([{ id: 99 }]);
  });
});
