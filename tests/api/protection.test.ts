// What must not get in: strangers' pages, wrong tokens, payloads that fit no schema, messages that are none or too large.
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { request } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { closeCodes, socketPath, socketProtocols } from '@sutazai/core/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { procedures } from '../../packages/core/api/procedures.ts';
import { busybox, TestProject } from '../stack/project.ts';
import { type Page, Served } from './served.ts';

let project: TestProject;
let served: Served;
let page: Page;

// No engine is needed to be refused.
beforeAll(async () => {
  project = new TestProject(`services: {web: {image: ${busybox}, ports: ["127.0.0.1:25821:80"]}}`);
  served = await Served.start(project, { host: 'unix:///nonexistent/engine.sock', web: { largestMessage: 100_000 } });
  page = await served.page();
});
afterAll(async () => {
  await served?.close();
  await project?.cleanup();
});

type Headers = Record<string, string>;

function get(path: string, headers: Headers = {}, method = 'GET') {
  return new Promise<{ status: number; headers: Headers; text: string }>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: served.web.port, path, method, headers }, (answer) => {
      let text = '';
      answer.on('data', (data) => {
        text += String(data);
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers as Headers, text }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** How a WebSocket with these headers ends: the status of a refused upgrade, or the code of its close. */
function ending(token: string, headers: Headers = {}, origin?: string): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${served.web.port}${socketPath}`, socketProtocols(token), {
    headers,
    ...(origin === undefined ? {} : { origin }),
  });
  return new Promise((resolve) => {
    socket.on('unexpected-response', (_, answer) => resolve(answer.statusCode ?? 0));
    socket.on('close', (code) => resolve(code));
    socket.on('error', () => undefined);
    socket.on('open', () => setTimeout(() => socket.close(1000), 300));
  });
}

describe('the door', () => {
  it('opens for the token, under both names of this machine, and without an Origin', async () => {
    const { port, token } = served.web;
    expect(await ending(token)).toBe(1000);
    expect(await ending(token, {}, `http://127.0.0.1:${port}`)).toBe(1000);
    expect(await ending(token, { host: `localhost:${port}` }, `http://localhost:${port}`)).toBe(1000);
  });

  it.each(['', 'x', 'A'.repeat(43)])('stays shut for the token "%s"', async (token) => {
    expect(await ending(token)).toBe(closeCodes.wrongToken);
  });

  it.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1:1', 'file://'])(
    'stays shut for a page from %s, token or not',
    async (origin) => {
      expect(await ending(served.web.token, {}, origin)).toBe(403);
    },
  );

  it.each(['evil.example', 'evil.example:80', '127.0.0.1', 'localhost.evil.example'])(
    'does not answer to the name %s (DNS rebinding)',
    async (host) => {
      expect(await ending(served.web.token, { host })).toBe(403);
      const { status, text } = await get('/', { host });
      expect(status).toBe(403);
      expect(text).not.toContain('<');
    },
  );

  it('is shut at all other paths and methods', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${served.web.port}/elsewhere`, socketProtocols(served.web.token));
    const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(answer.statusCode).toBe(404);
    expect((await get('/', {}, 'POST')).status).toBe(405);
    expect((await get(socketPath)).status).toBe(426);
    expect((await get('/../../../etc/passwd')).status).toBe(200);
    expect((await get('/../../../etc/passwd')).text).toContain('not built');
    expect((await get('/%2e%2e/%2e%2e/etc/passwd.txt')).status).toBe(404);
    expect((await get('/nothing.js')).status).toBe(404);
  });

  it('gives every page its limits', async () => {
    const { headers } = await get('/');
    const policy = headers['content-security-policy'] ?? '';
    for (const rule of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
      expect(policy).toContain(rule);
    }
    expect(policy).not.toContain('unsafe-eval');
    expect(/script-src ([^;]*)/.exec(policy)?.[1]).toBe("'self'");
    expect(policy).toContain(`ws://127.0.0.1:${served.web.port}`);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('survives what is no HTTP at all', async () => {
    const raw = connectTcp(served.web.port, '127.0.0.1');
    raw.on('error', () => undefined);
    raw.resume();
    raw.end('\x00\x01 what is this\r\n\r\n');
    await once(raw, 'close');
    expect((await get('/')).status).toBe(200);
  });

  it('keeps its token for the owner, and does not change it', async () => {
    const path = join(project.stateDir, 'serve-token');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const again = await Served.start(project, { host: 'unix:///nonexistent/engine.sock' });
    expect(again.web.token).toBe(served.web.token);
    await again.close();
  });
});

/** Values that fit almost no schema; what happens to fit one is left to the schema. */
const strange: unknown[] = [
  null,
  0,
  -1,
  1e308,
  '',
  'x'.repeat(10_000),
  true,
  [],
  [[[]]],
  {},
  { service: 1 },
  { service: '../../etc' },
  { services: 'web' },
  { selection: { services: [null] } },
  { kind: 'destroy' },
  { kind: 'up', options: { scale: { web: -1 } } },
  { from: 'yesterday', to: {}, points: 1e9, series: [] },
  { from: -5, to: Number.MAX_VALUE },
  { session: {}, data: 5 },
  { columns: 0, rows: 1e9, service: 'web' },
  { url: 7 },
  { theme: 'purple' },
  { profiles: 'all' },
  { published: 70_000, service: 'web', target: 80, protocol: 'tcp' },
  { __proto__: { admin: true }, constructor: { prototype: { admin: true } } },
];

describe('every procedure', () => {
  const all = procedures();

  it('is in this list', () => {
    expect(all.length).toBeGreaterThan(30);
    expect(new Set(all.map((p) => p.name)).size).toBe(all.length);
  });

  // Raw frames: a client of ours would not let most of this out.
  it.each(all.map((p) => [p.name, p] as const))('%s answers strange payloads with a typed refusal', async (name, p) => {
    const socket = new WebSocket(`ws://127.0.0.1:${served.web.port}${socketPath}`, socketProtocols(served.web.token));
    await once(socket, 'open');
    const answers = new Map<
      string,
      { s?: number; b?: { json?: { code?: string; defined?: boolean; data?: unknown } } }
    >();
    socket.on('message', (data) => {
      const { i, p } = JSON.parse(String(data)) as { i: string; p: never };
      if (!answers.has(i)) answers.set(i, p);
    });
    const refused = strange.filter((value) => p.input && !p.input.safeParse(value).success);
    for (const [n, value] of refused.entries()) {
      socket.send(JSON.stringify({ i: String(n), p: { u: `/${name.replaceAll('.', '/')}`, b: { json: value } } }));
    }
    const end = Date.now() + 10_000;
    while (answers.size < refused.length && Date.now() < end) await new Promise((r) => setTimeout(r, 10));
    expect(answers.size).toBe(refused.length);
    for (const answer of answers.values()) {
      expect(answer.s).toBe(400);
      expect(answer.b?.json?.code).toBe('BAD_REQUEST');
      expect(JSON.stringify(answer)).not.toMatch(/\bat .*\.(ts|js|mjs):\d+/);
    }
    if (p.input) expect(refused.length).toBeGreaterThan(5);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.terminate();
  });

  it('answers after all that', async () => {
    expect((await page.api.host.info()).project).toBe(project.name);
  });
});

describe('messages', () => {
  const open = async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${served.web.port}${socketPath}`, socketProtocols(served.web.token));
    await once(socket, 'open');
    return socket;
  };

  it.each(['', 'null', '[]', '{"i":1}', '{"i":1,"p":{}}', '{"i":"1","p":{"u":7}}', '{', 'x'.repeat(5000)])(
    'that are none end their connection alone: %s',
    async (text) => {
      const socket = await open();
      socket.send(text);
      const [code] = (await once(socket, 'close')) as [number];
      expect(code).toBe(1007);
    },
  );

  it('of a procedure that there is not, are told so', async () => {
    const socket = await open();
    socket.send(JSON.stringify({ i: '1', p: { u: '/stack/destroy', b: {} } }));
    const [data] = await once(socket, 'message');
    expect(JSON.parse(String(data))).toMatchObject({ i: '1', p: { s: 404 } });
    socket.terminate();
  });

  it('that are too large end their connection with 1009, and no other', async () => {
    const socket = await open();
    socket.send(JSON.stringify({ i: '1', p: { u: '/terminal/input', b: { json: 'x'.repeat(200_000) } } }));
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(closeCodes.tooBig);
    expect((await page.api.host.info()).project).toBe(project.name);
  });
});

it('a defect inside is one plain code, without a stack', async () => {
  const { settings } = served.host;
  const real = settings.get;
  settings.get = () => {
    throw new TypeError('boom at /secret/place.ts:1:1');
  };
  try {
    const error = await page.api.settings.get().catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'SUTAZAI', defined: true, data: { code: 'INTERNAL' } });
    expect(Object.keys((error as { data: object }).data).sort()).toEqual([
      'cause',
      'code',
      'nextSteps',
      'severity',
      'title',
      'words',
    ]);
    expect(JSON.stringify(error)).not.toContain('\\n    at ');
  } finally {
    settings.get = real;
  }
});
