import { randomUUID, timingSafeEqual } from 'node:crypto';
import { type Dependencies, isConnectionFailure, notFound, Problem } from '@sutazai/service-kit';
import type { Cache } from '../cache/cache.ts';
import { RateLimit } from '../cache/rate-limit.ts';
import { type Database, one, type Queries } from '../db/database.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { type Identity, type Scope, scopesOf } from './scopes.ts';
import { type AccessTokens, hashSecret, newSecret } from './tokens.ts';

export interface TokenPair {
  access_token: string;
  refresh_token: string;
  token_type: 'Bearer';
  /** Seconds until the access token ends. */
  expires_in: number;
}

export interface User {
  id: string;
  name: string;
  role: 'admin' | 'user';
}

const refreshDays = 30;

/** Users, their log-ins and their keys. Everything that must hold is in the database; the cache only spares it questions. */
export class Accounts {
  readonly #logins: RateLimit;

  constructor(
    private readonly db: Database,
    private readonly cache: Cache,
    private readonly tokens: AccessTokens,
    private readonly dependencies: Dependencies,
    private readonly setupToken: string | undefined,
    loginsPerMinute = 10,
  ) {
    this.#logins = new RateLimit(cache, 'login', loginsPerMinute, 60);
  }

  /** True until the first administrator is made. */
  async isNew(): Promise<boolean> {
    return (await this.#query('SELECT 1 FROM users LIMIT 1')).length === 0;
  }

  /** @throws Problem 403 wrong set-up token, 409 there is one already */
  async setUp(name: string, password: string, setupToken: string | undefined): Promise<TokenPair> {
    if (this.setupToken !== undefined && !same(setupToken ?? '', this.setupToken)) {
      throw new Problem(
        403,
        'SETUP_TOKEN',
        'The set-up token is missing or wrong.',
        'Take it from the file backend_setup_token among the secrets.',
      );
    }
    const user = { id: randomUUID(), name, role: 'admin' as const };
    const hash = await hashPassword(password);
    await this.#transaction(async (q) => {
      await q.query('LOCK TABLE users IN EXCLUSIVE MODE');
      if ((await q.query('SELECT 1 FROM users LIMIT 1')).length > 0) {
        throw new Problem(
          409,
          'SET_UP',
          'There is an administrator already.',
          'Log in, or let an administrator make an account.',
        );
      }
      await this.#insert(q, user, hash);
    });
    return this.#open(user);
  }

  async createUser(name: string, password: string, role: 'admin' | 'user'): Promise<User> {
    const user = { id: randomUUID(), name, role };
    const hash = await hashPassword(password);
    await this.#transaction((q) => this.#insert(q, user, hash)).catch((error: unknown) => {
      if ((error as { code?: string }).code !== '23505') throw error;
      throw new Problem(409, 'USER_EXISTS', `The name “${name}” is taken.`, 'Choose another name.');
    });
    return user;
  }

  /** @throws Problem 401, 429 */
  async logIn(name: string, password: string, from: string): Promise<TokenPair> {
    const who = name.toLowerCase();
    // By name and by place: neither many names from one place nor one name from many places.
    await this.#logins.take(`name:${who}`);
    await this.#logins.take(`from:${from}`);
    const row = (
      await this.#query<User & { password_hash: string }>('SELECT * FROM users WHERE lower(name) = $1', [who])
    )[0];
    // An unknown name takes as long as a wrong password.
    const right = await verifyPassword(password, row?.password_hash ?? (await unknownHash()));
    if (!row || !right)
      throw new Problem(
        401,
        'LOGIN',
        'Name or password is wrong.',
        'Try again; after ten attempts a minute has to pass.',
      );
    await this.#logins.clear(`name:${who}`);
    return this.#open(row);
  }

  /**
   * A refresh token works once. If it comes a second time, somebody else has it: the whole log-in ends.
   * @throws Problem 401
   */
  async refresh(token: string): Promise<TokenPair> {
    const ended = new Problem(401, 'REFRESH', 'This log-in has ended.', 'Log in again.');
    const outcome = await this.#transaction(async (q) => {
      const row = await one<{ session_id: string; used: boolean; live: boolean } & User>(
        q,
        `SELECT t.session_id, t.used_at IS NOT NULL AS used, t.expires_at > now() AND s.revoked_at IS NULL AND s.expires_at > now() AS live,
                u.id, u.name, u.role
           FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id
          WHERE t.hash = $1 FOR UPDATE OF t`,
        [hashSecret(token)],
      );
      if (!row?.live) return undefined;
      if (row.used) {
        await q.query('UPDATE sessions SET revoked_at = now() WHERE id = $1', [row.session_id]);
        return { revoked: row.session_id };
      }
      await q.query('UPDATE refresh_tokens SET used_at = now() WHERE hash = $1', [hashSecret(token)]);
      return { pair: await this.#issue(q, row, row.session_id) };
    });
    if (outcome?.revoked) await this.#markRevoked(outcome.revoked);
    if (!outcome?.pair) throw ended;
    return outcome.pair;
  }

  async logOut(session: string): Promise<void> {
    await this.#query('UPDATE sessions SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL', [session]);
    await this.#markRevoked(session);
  }

  /** Who a bearer token is. @throws Problem 401, 503 where neither cache nor database can say */
  async identify(bearer: string): Promise<Identity> {
    if (bearer.startsWith('sk_')) return this.#byKey(bearer);
    const claims = await this.tokens.verify(bearer);
    if (claims === 'expired') {
      throw new Problem(
        401,
        'TOKEN_EXPIRED',
        'The access token has expired.',
        'Get a new one at /api/v1/auth/refresh.',
      );
    }
    if (claims === 'invalid' || (await this.#isRevoked(claims.session))) {
      throw new Problem(401, 'TOKEN_INVALID', 'The access token is not valid.', 'Log in again.');
    }
    return {
      user: claims.user,
      name: claims.name,
      role: claims.role,
      session: claims.session,
      scopes: scopesOf(claims.role),
    };
  }

  async createKey(owner: Identity, name: string, wanted: readonly Scope[], expiresAt: string | undefined) {
    const excess = wanted.filter((s) => !owner.scopes.has(s));
    if (excess.length > 0) {
      throw new Problem(
        403,
        'SCOPE',
        `A key cannot hold more than its owner: ${excess.join(', ')}.`,
        'Leave these scopes out.',
      );
    }
    const { secret, hash, hint } = newSecret('sk');
    const id = randomUUID();
    const end = expiresAt === undefined ? null : new Date(expiresAt).toISOString();
    await this.#query(
      'INSERT INTO api_keys (id, user_id, name, hash, hint, scopes, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [id, owner.user, name, hash, hint, [...wanted], end],
    );
    return { id, name, hint, scopes: [...wanted], expires_at: end, key: secret };
  }

  listKeys(owner: Identity) {
    return this.#query<{
      id: string;
      name: string;
      hint: string;
      scopes: Scope[];
      expires_at: Date | null;
      last_used_at: Date | null;
      created_at: Date;
    }>(
      'SELECT id, name, hint, scopes, expires_at, last_used_at, created_at FROM api_keys WHERE user_id = $1 AND revoked_at IS NULL ORDER BY created_at',
      [owner.user],
    );
  }

  async revokeKey(owner: Identity, id: string): Promise<void> {
    const rows = await this.#query<{ hash: string }>(
      'UPDATE api_keys SET revoked_at = now() WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL RETURNING hash',
      [id, owner.user],
    );
    if (!rows[0])
      throw notFound(
        'key',
        id,
        (await this.listKeys(owner)).map((k) => k.id),
      );
    await this.cache.delete(`key:${rows[0].hash}`).catch(() => undefined);
  }

  async #byKey(secret: string): Promise<Identity> {
    const row = (
      await this.#query<User & { key: string; scopes: Scope[]; expired: boolean; revoked: boolean }>(
        `UPDATE api_keys k SET last_used_at = now() FROM users u WHERE u.id = k.user_id AND k.hash = $1
         RETURNING k.id AS key, k.scopes, u.id, u.name, u.role, k.revoked_at IS NOT NULL AS revoked,
                   k.expires_at IS NOT NULL AND k.expires_at <= now() AS expired`,
        [hashSecret(secret)],
      )
    )[0];
    if (row?.expired) throw new Problem(401, 'KEY_EXPIRED', 'The API key has expired.', 'Make a new one.');
    if (!row || row.revoked) throw new Problem(401, 'KEY_INVALID', 'The API key is not valid.', 'Use another one.');
    const own = scopesOf(row.role);
    return {
      user: row.id,
      name: row.name,
      role: row.role,
      key: row.key,
      scopes: new Set(row.scopes.filter((s) => own.has(s))),
    };
  }

  async #isRevoked(session: string): Promise<boolean> {
    const key = `session:${session}`;
    const known = await this.cache.get(key).catch(() => undefined);
    if (known !== undefined) return known === 'revoked';
    const rows = await this.#query(
      'SELECT 1 FROM sessions WHERE id = $1 AND revoked_at IS NULL AND expires_at > now()',
      [session],
    );
    const revoked = rows.length === 0;
    // Short, as the cache of another process may not have heard of a revocation while it was away.
    await this.cache.set(key, revoked ? 'revoked' : 'live', 30).catch(() => undefined);
    return revoked;
  }

  async #markRevoked(session: string): Promise<void> {
    await this.cache.set(`session:${session}`, 'revoked', this.tokens.lifetime + 60).catch((error: unknown) => {
      if (!isConnectionFailure(error)) throw error;
    });
  }

  #open(user: User): Promise<TokenPair> {
    return this.#transaction(async (q) => {
      const session = randomUUID();
      await q.query(
        `INSERT INTO sessions (id, user_id, expires_at) VALUES ($1, $2, now() + interval '${refreshDays} days')`,
        [session, user.id],
      );
      return this.#issue(q, user, session);
    });
  }

  async #issue(q: Queries, user: User, session: string): Promise<TokenPair> {
    const refresh = newSecret('rt');
    await q.query(
      `INSERT INTO refresh_tokens (hash, session_id, expires_at) VALUES ($1, $2, now() + interval '${refreshDays} days')`,
      [refresh.hash, session],
    );
    const access = await this.tokens.sign({ user: user.id, name: user.name, role: user.role, session });
    return {
      access_token: access,
      refresh_token: refresh.secret,
      token_type: 'Bearer',
      expires_in: this.tokens.lifetime,
    };
  }

  async #insert(q: Queries, user: User, hash: string): Promise<void> {
    await q.query('INSERT INTO users (id, name, password_hash, role) VALUES ($1, $2, $3, $4)', [
      user.id,
      user.name,
      hash,
      user.role,
    ]);
  }

  #query<T extends object>(sql: string, params?: readonly unknown[]): Promise<T[]> {
    return this.dependencies.use('postgres', () => this.db.query<T>(sql, params));
  }

  #transaction<T>(work: (q: Queries) => Promise<T>): Promise<T> {
    return this.dependencies.use('postgres', () => this.db.transaction(work));
  }
}

let dummy: Promise<string> | undefined;
function unknownHash(): Promise<string> {
  dummy ??= hashPassword(randomUUID());
  return dummy;
}

function same(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
