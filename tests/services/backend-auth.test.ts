import { createHmac, randomBytes } from 'node:crypto';
import http from 'node:http';
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

  it('take no token that says it is of another kind, though it is signed with the right secret', async () => {
    const [, body = ''] = pair.access_token.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    const signed = (header: object, more: object = {}, hash = 'sha256') => {
      const parts = [header, { ...claims, ...more }].map((p) => Buffer.from(JSON.stringify(p)).toString('base64url'));
      return `${parts.join('.')}.${createHmac(hash, jwtSecret).update(parts.join('.')).digest('base64url')}`;
    };
    const own = { alg: 'HS256', typ: 'at+jwt' };
    expect((await list(signed(own))).status).toBe(200);
    const others = [
      // The algorithm is ours to say, never the token's.
      signed({ ...own, alg: 'RS256' }),
      signed({ ...own, alg: 'HS512' }, {}, 'sha512'),
      signed({ ...own, alg: 'None' }),
      signed({ ...own, typ: 'JWT' }),
      signed({ ...own, crit: ['b64'], b64: false }),
      signed(own, { aud: 'another-api' }),
      signed(own, { iss: 'somebody' }),
      signed(own, { nbf: Math.floor(Date.now() / 1000) + 600 }),
      signed(own, { sid: crypto.randomUUID() }),
      signed(own, { exp: undefined }),
      signed(own, { sub: undefined }),
    ];
    for (const token of others) expect(await code(list(token))).toEqual([401, 'TOKEN_INVALID']);
    // A refresh token is none to come in with.
    expect(await code(list(pair.refresh_token))).toEqual([401, 'TOKEN_INVALID']);
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
    const soon = new Date(Date.now() + 1_500).toISOString();
    const short = (await make({ name: 'short', scopes: ['agents:read'], expires_at: soon })).body;
    expect((await list(short.key)).status).toBe(200);
    await expect.poll(() => code(list(short.key)), { timeout: 8_000 }).toEqual([401, 'KEY_EXPIRED']);
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

  describe.skipIf(process.platform !== 'linux')('limit log-ins', () => {
    /** From an address of its own: all of 127.0.0.0/8 is this machine. */
    const attempt = (name: string, from: string) =>
      new Promise<number>((resolve, reject) => {
        const headers = { 'content-type': 'application/json' };
        const options = { method: 'POST', localAddress: from, headers };
        const request = http.request(`${backend.url}/api/v1/auth/login`, options, (response) => {
          response.resume().on('end', () => resolve(response.statusCode ?? 0));
        });
        request.on('error', reject);
        request.end(JSON.stringify({ name, password: 'wrong' }));
      });
    /** At once: a wrong password takes its time, and the minute in which they count must not be over before. */
    const eleven = async (one: (i: number) => Promise<number>) =>
      (await Promise.all(Array.from({ length: 11 }, (_, i) => one(i)))).sort();
    it('to one account from many addresses, and let others in', async () => {
      const answers = await eleven((i) => attempt('guessed', `127.0.1.${i + 1}`));
      expect(answers).toEqual([...Array(10).fill(401), 429]);
      expect(await attempt('another', '127.0.1.50')).toBe(401);
    });
    it('to many accounts from one address, and let that of others in', async () => {
      const answers = await eleven((i) => attempt(`name-${i}`, '127.0.2.1'));
      expect(answers).toEqual([...Array(10).fill(401), 429]);
      expect(await attempt('name-11', '127.0.2.2')).toBe(401);
    });
  });

  it('leave no password, token or key in the log', () => {
    const log = backend.lines.join('');
    for (const secret of [word, pair.access_token, pair.refresh_token, setupToken, jwtSecret])
      expect(log.includes(secret)).toBe(false);
  });
});
