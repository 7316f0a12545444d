// Two processes of the API over one PostgreSQL and one Redis: what one of them learns counts for the other.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { dockerCli, engine28, labAvailable } from '../lab/lab.ts';
import { buildImages, imageMap } from '../product/images.ts';
import { TestBackend } from './backend-client.ts';

describe.skipIf(!labAvailable().ok)('two backends over one database and one cache', () => {
  const word = 'a-password-of-this-test';
  const names = { postgres: `sutazai-two-postgres-${process.pid}`, redis: `sutazai-two-redis-${process.pid}` };
  const [one, two] = [new TestBackend(), new TestBackend()];

  const docker = async (...args: string[]) => {
    const result = await dockerCli(engine28(), args);
    if (result.code !== 0) throw new Error(`docker ${args[0]}: ${result.stderr}`);
    return result.stdout.trim();
  };
  const portOf = async (name: string, port: number) =>
    (await docker('port', name, String(port))).split(':').at(-1) ?? '';

  beforeAll(async () => {
    buildImages('fast');
    const image = imageMap('fast');
    const run = ['run', '-d', '-p'];
    const data = ['--tmpfs', '/var/lib/postgresql/data', '-e', `POSTGRES_PASSWORD=${word}`];
    await docker(...run, '127.0.0.1::5432', '--name', names.postgres, ...data, image.postgres ?? '');
    const server = ['redis-server', '--requirepass', word];
    await docker(...run, '127.0.0.1::6379', '--name', names.redis, image.redis ?? '', ...server);
    const env = {
      ...{ POSTGRES_HOST: '127.0.0.1', POSTGRES_PORT: await portOf(names.postgres, 5432) },
      ...{ POSTGRES_USER: 'postgres', POSTGRES_DATABASE: 'postgres', POSTGRES_PASSWORD: word },
      ...{
        REDIS_URL: `redis://127.0.0.1:${await portOf(names.redis, 6379)}`,
        REDIS_USER: 'default',
        REDIS_PASSWORD: word,
      },
      BACKEND_JWT_SECRET: 'j'.repeat(40),
    };
    await Promise.all([one.start(env), two.start(env)]);
    await vi.waitFor(
      async () => {
        for (const backend of [one, two]) {
          const { body } = await backend.call('GET', '/health/detailed');
          const up = body.dependencies
            .filter((d: { state: string }) => d.state === 'up')
            .map((d: { name: string }) => d.name);
          expect(up).toEqual(expect.arrayContaining(['postgres', 'redis']));
        }
      },
      { timeout: 60_000, interval: 500 },
    );
    await one.admin();
    two.token = one.token;
  }, 300_000);
  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await docker('rm', '-f', names.postgres, names.redis);
  });
  const status = async (backend: TestBackend, token: string) =>
    (await backend.call('GET', '/api/v1/agents', undefined, { authorization: `Bearer ${token}` })).status;

  it('a log-in that ended at one has ended at the other within seconds', async () => {
    const user = { name: 'bob', password: word };
    expect((await one.call('POST', '/api/v1/auth/users', user)).status).toBe(201);
    const { access_token: token } = (await two.call('POST', '/api/v1/auth/login', user)).body;
    expect([await status(one, token), await status(two, token)]).toEqual([200, 200]);
    const out = await one.call('POST', '/api/v1/auth/logout', undefined, { authorization: `Bearer ${token}` });
    expect(out.status).toBe(204);
    expect(await status(one, token)).toBe(401);
    await expect.poll(() => status(two, token), { timeout: 5_000 }).toBe(401);
  });

  it('a key that was revoked at one is worth nothing at the other', async () => {
    const made = (await one.call('POST', '/api/v1/auth/keys', { name: 'k', scopes: ['agents:read'] })).body;
    expect(await status(two, made.key)).toBe(200);
    expect((await one.call('DELETE', `/api/v1/auth/keys/${made.id}`)).status).toBe(204);
    await expect.poll(() => status(two, made.key), { timeout: 5_000 }).toBe(401);
  });

  it('attempts at logging in are counted together, and each counts for itself while the cache is away', async () => {
    const attempt = async (backend: TestBackend, name: string) =>
      (await backend.call('POST', '/api/v1/auth/login', { name, password: 'wrong' })).status;
    // All at once: a wrong password takes its time, and the minute in which they count must not be over before.
    const many = async (backends: TestBackend[], name: string) => {
      const answers = Array.from({ length: 6 }, () => backends.map((b) => attempt(b, name))).flat();
      return (await Promise.all(answers)).sort();
    };
    const seen = await many([one, two], 'guessed');
    expect(seen.filter((s) => s === 401).length).toBeLessThanOrEqual(10);
    expect(seen).toContain(429);
    await docker('stop', '-t', '2', names.redis);
    const alone = await many([one, one], 'another');
    expect(alone.filter((s) => s === 401).length).toBeLessThanOrEqual(10);
    expect(alone).toEqual(expect.arrayContaining([401, 429]));
    // What needs no cache does not miss it.
    expect((await two.call('GET', '/api/v1/agents/tasks')).status).toBe(200);
  });
});
