import { randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBackend } from './backend-client.ts';

describe('accounts', () => {
  const jwtSecret = randomBytes(32).toString('hex');
  const setupToken = randomBytes(16).toString('hex');
  const word = randomBytes(9).toString('base64url');
  let backend: TestBackend;
  let pair: { access_token: string; refresh_token: string };

  beforeAll(async () => {
    backend = await new TestBackend().start({ BACKEND_JWT_SECRET: jwtSecret, BACKEND_SETUP_TOKEN: setupToken });
  });
  afterAll(() => backend.stop());
  const code = async (answer: ReturnType<TestBackend['call']>) => {
    const { status, body } = await answer;
    return [status, body?.error?.code];
  };
  const list = (token: string) =>
    backend.call('GET', '/api/v1/agents', undefined, { authorization: `Bearer ${token}` });

  it('begin with one administrator, made once and with the set-up token', async () => {
    const setUp = (setup_token?: string) =>
      backend.call('POST', '/api/v1/auth/setup', {
        name: 'Ada',
        password: word,
        ...(setup_token ? { setup_token } : {}),
      });
    expect((await backend.call('GET', '/api/v1/auth/setup')).body).toEqual({ needed: true });
    expect(await code(setUp())).toEqual([403, 'SETUP_TOKEN']);
    expect(await code(setUp('wrong'))).toEqual([403, 'SETUP_TOKEN']);
    const made = await setUp(setupToken);
    expect(made.status).toBe(201);
    pair = made.body;
    expect(await code(setUp(setupToken))).toEqual([409, 'SET_UP']);
    expect((await backend.call('GET', '/api/v1/auth/setup')).body).toEqual({ needed: false });
    expect((await list(pair.access_token)).status).toBe(200);
  });

  it('let nobody in without a token, with a forged one, or with one that has expired', async () => {
    const none = await backend.call('GET', '/api/v1/agents');
    expect([none.status, none.body.error.code]).toEqual([401, 'TOKEN_MISSING']);
    expect(none.headers.get('www-authenticate')).toContain('Bearer');
    const claims = { name: 'Ada', role: 'admin', sid: crypto.randomUUID() };
    const sign = (key: string, expires: string, alg = 'HS256') =>
      new SignJWT(claims)
        .setProtectedHeader({ alg, typ: 'at+jwt' })
        .setSubject(crypto.randomUUID())
        .setIssuer('sutazai')
        .setAudience('sutazai-api')
        .setExpirationTime(expires)
        .sign(new TextEncoder().encode(key));
    expect(await code(list(await sign(randomBytes(32).toString('hex'), '1h')))).toEqual([401, 'TOKEN_INVALID']);
    expect(await code(list(await sign(jwtSecret, '1s ago')))).toEqual([401, 'TOKEN_EXPIRED']);
    // Signed rightly, but for a log-in that never was.
    expect(await code(list(await sign(jwtSecret, '1h')))).toEqual([401, 'TOKEN_INVALID']);
    const [head = '', body = ''] = pair.access_token.split('.');
    const unsigned = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${body}.`;
    expect(await code(list(unsigned))).toEqual([401, 'TOKEN_INVALID']);
    expect(await code(list(`${head}.${body}.x`))).toEqual([401, 'TOKEN_INVALID']);
  });

  it('refresh once: the second use of a refresh token ends the whole log-in', async () => {
    const login = (await backend.call('POST', '/api/v1/auth/login', { name: 'ada', password: word })).body;
    const refresh = (token: string) => backend.call('POST', '/api/v1/auth/refresh', { refresh_token: token });
    const next = await refresh(login.refresh_token);
    expect(next.status).toBe(200);
    expect((await list(next.body.access_token)).status).toBe(200);
    expect(await code(refresh(login.refresh_token))).toEqual([401, 'REFRESH']);
    expect(await code(refresh(next.body.refresh_token))).toEqual([401, 'REFRESH']);
    expect(await code(refresh('rt_nothing'))).toEqual([401, 'REFRESH']);
    // What this process has just proven it trusts for three seconds.
    await expect.poll(() => code(list(next.body.access_token)), { timeout: 6_000 }).toEqual([401, 'TOKEN_INVALID']);
  });

  it('log out at once', async () => {
    const { access_token } = (await backend.call('POST', '/api/v1/auth/login', { name: 'Ada', password: word })).body;
    expect((await list(access_token)).status).toBe(200);
    const out = await backend.call('POST', '/api/v1/auth/logout', undefined, {
      authorization: `Bearer ${access_token}`,
    });
    expect(out.status).toBe(204);
    expect(await code(list(access_token))).toEqual([401, 'TOKEN_INVALID']);
  });

  it('hold keys with scopes and an end, shown once and revoked at once', async () => {
    backend.token = pair.access_token;
    const make = (body: object) => backend.call('POST', '/api/v1/auth/keys', body);
    const key = (await make({ name: 'reader', scopes: ['agents:read'] })).body;
    expect(key.key).toMatch(/^sk_[\w-]{43}$/);
    expect(JSON.stringify((await backend.call('GET', '/api/v1/auth/keys')).body)).not.toContain(key.key);
    expect((await list(key.key)).status).toBe(200);
    const as = { authorization: `Bearer ${key.key}` };
    const run = await backend.call('POST', '/api/v1/agents/langchain/run', { prompt: 'x' }, as);
    expect([run.status, run.body.error.details]).toEqual([403, [{ path: 'scope', message: 'agents:run' }]]);
    expect(await code(backend.call('POST', '/api/v1/auth/keys', { name: 'more', scopes: ['admin'] }, as))).toEqual([
      403,
      'SCOPE',
    ]);
    const over = (await make({ name: 'over', scopes: ['agents:read'], expires_at: '2020-01-01T00:00:00Z' })).body;
    expect(await code(list(over.key))).toEqual([401, 'KEY_EXPIRED']);
    expect((await backend.call('DELETE', `/api/v1/auth/keys/${key.id}`)).status).toBe(204);
    expect(await code(list(key.key))).toEqual([401, 'KEY_INVALID']);
    expect(await code(list('sk_made-up'))).toEqual([401, 'KEY_INVALID']);
  });

  it('make accounts that may less, and only by an administrator', async () => {
    backend.token = pair.access_token;
    const made = await backend.call('POST', '/api/v1/auth/users', { name: 'bob', password: word });
    expect(made.body).toMatchObject({ name: 'bob', role: 'user' });
    expect(await code(backend.call('POST', '/api/v1/auth/users', { name: 'BOB', password: word }))).toEqual([
      409,
      'USER_EXISTS',
    ]);
    const { access_token } = (await backend.call('POST', '/api/v1/auth/login', { name: 'bob', password: word })).body;
    const as = { authorization: `Bearer ${access_token}` };
    expect(await code(backend.call('POST', '/api/v1/auth/users', { name: 'eve', password: word }, as))).toEqual([
      403,
      'SCOPE',
    ]);
  });

  it('limit how often a log-in is tried, and say for how long', async () => {
    backend.token = '';
    const attempt = () => backend.call('POST', '/api/v1/auth/login', { name: 'nobody', password: 'wrong' });
    const answers = [];
    for (let i = 0; i < 12; i++) answers.push(await attempt());
    expect(answers[0]?.status).toBe(401);
    expect(answers[0]?.body.error.message).toBe('Name or password is wrong.');
    expect(answers.at(-1)?.status).toBe(429);
    expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('leave no password, token or key in the log', () => {
    const log = backend.lines.join('');
    for (const secret of [word, pair.access_token, pair.refresh_token, setupToken, jwtSecret])
      expect(log.includes(secret)).toBe(false);
  });
});
