// Entities in PostgreSQL, as Kong keeps them: one table, a document per entity; a copy in memory for the proxy.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { fieldsOf } from './field-check.mjs';
import { published } from './schemas.mjs';

const env = process.env;

export function connect() {
  const password = env.KONG_PG_PASSWORD_FILE
    ? readFileSync(env.KONG_PG_PASSWORD_FILE, 'utf8').trim()
    : env.KONG_PG_PASSWORD;
  const pool = new pg.Pool({
    host: env.KONG_PG_HOST ?? '127.0.0.1',
    port: Number(env.KONG_PG_PORT ?? 5432),
    user: env.KONG_PG_USER ?? 'kong',
    database: env.KONG_PG_DATABASE ?? 'kong',
    password,
    max: 4,
    connectionTimeoutMillis: 5000,
  });
  // A connection that PostgreSQL ends while it is idle is made anew at the next query.
  pool.on('error', () => undefined);
  return pool;
}

/** Returns false if it was done before. */
export async function bootstrap(pool) {
  const before = await pool.query("SELECT to_regclass('standin_entities') AS t");
  if (before.rows[0].t) return false;
  await pool.query(
    'CREATE TABLE IF NOT EXISTS standin_entities (id uuid PRIMARY KEY, kind text NOT NULL, body jsonb NOT NULL, seq bigserial)',
  );
  return true;
}

export const isBootstrapped = async (pool) =>
  (await pool.query("SELECT to_regclass('standin_entities') AS t")).rows[0].t !== null;

export class Store {
  all = new Map();

  constructor(pool) {
    this.pool = pool;
  }
  async load() {
    const { rows } = await this.pool.query('SELECT id, kind, body FROM standin_entities ORDER BY seq');
    this.all = new Map(rows.map((r) => [r.id, { kind: r.kind, body: r.body }]));
  }
  list(kind) {
    return [...this.all.values()].filter((e) => e.kind === kind).map((e) => e.body);
  }
  /** By id or by the kind's endpoint key. */
  find(kind, idOrKey) {
    const key =
      { consumers: 'username', targets: 'target', plugins: 'instance_name', keyauth_credentials: 'key' }[kind] ??
      'name';
    return this.list(kind).find((b) => b.id === idOrKey || b[key] === idOrKey);
  }
  async put(kind, body) {
    const now = Math.floor(Date.now() / 1000);
    const whole = { ...body, id: body.id ?? randomUUID(), created_at: body.created_at ?? now };
    if (fieldsOf(published('entities', kind)).some(([name]) => name === 'updated_at')) whole.updated_at = now;
    await this.pool.query(
      'INSERT INTO standin_entities (id, kind, body) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET body = $3',
      [whole.id, kind, whole],
    );
    this.all.set(whole.id, { kind, body: whole });
    return whole;
  }
  async remove(id) {
    // What belongs to it and to nothing else goes with it; a service with routes is kept by the caller.
    const dependents = [...this.all.values()].filter((e) =>
      ['service', 'route', 'consumer', 'upstream'].some((p) => e.body[p]?.id === id),
    );
    for (const d of dependents) await this.remove(d.body.id);
    await this.pool.query('DELETE FROM standin_entities WHERE id = $1', [id]);
    this.all.delete(id);
  }
}
