// The declared gateway on the product's own stack: applied by `up`, kept by it, and doing what it says. In front stands the
// stand-in for Kong (docs/testing.md); PostgreSQL, Chroma and the way there are real.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyGateway, gatewayDrift, parseDeclared } from '@sutazai/core/gateway';
import type { Stack, StackEvent } from '@sutazai/core/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAvailable } from '../lab/lab.ts';
import { buildImages } from '../product/images.ts';
import { composeFile, TestStack } from '../product/test-stack.ts';
import { collect, endOf } from '../stack/project.ts';

const forever = () => ({ signal: new AbortController().signal });
const file = composeFile.replace('compose.yaml', 'kong/kong.yaml');

describe.skipIf(!labAvailable().ok)('the gateway', () => {
  let test: TestStack;
  let stack: Stack;
  let first: StackEvent[] = [];
  const up = async () =>
    collect((await test.stack()).up({ ...forever(), selection: { services: ['kong', 'chroma'] } }));
  const changes = (events: StackEvent[]) =>
    events.flatMap((e) => (e.type === 'step' && e.step === 'gateway.change' ? [e.subject] : []));
  const at = (target: number) => `http://127.0.0.1:${test.port(stack, 'kong', target)}`;
  const key = () => readFileSync(join(test.stateDir, 'secrets/kong_vectors_key'), 'utf8').trim();
  const declared = () =>
    parseDeclared(readFileSync(file, 'utf8'), file, (n) => (n === 'DECK_VECTORS_KEY' ? key() : undefined));
  const admin = async (method: string, path: string, body?: object) => {
    const init = body
      ? { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      : { method };
    const answer = await fetch(at(8001) + path, init);
    return answer.status === 204 ? {} : ((await answer.json()) as Record<string, never>);
  };

  beforeAll(async () => {
    buildImages('fast');
    test = await TestStack.make({ freePorts: true, profiles: [] });
    stack = await test.stack();
    first = await up();
  }, 600_000);
  afterAll(() => test?.remove());

  it('is made by the first start, and left alone by the second', async () => {
    expect(endOf(first)).toMatchObject({ outcome: 'done' });
    expect(changes(first)).toHaveLength(declared().entities.length);
    const second = await up();
    expect(endOf(second)).toMatchObject({ outcome: 'done' });
    expect(changes(second)).toEqual([]);
  });

  it('shows what somebody has changed by hand, and the next start mends it', async () => {
    const { data } = (await admin('GET', '/plugins')) as unknown as {
      data: { id: string; name: string; service: object | null }[];
    };
    const cors = data.find((p) => p.name === 'cors');
    await admin('PATCH', `/plugins/${cors?.id}`, { config: { origins: ['*'] } });
    await admin('DELETE', '/routes/mcp');
    const drift = await gatewayDrift(at(8001), declared());
    expect(drift.map((c) => `${c.action} ${c.entity.key} ${c.fields}`)).toEqual([
      'create mcp ',
      'update cors config.origins',
    ]);
    expect(changes(await up()).sort()).toEqual(['create route mcp', 'update plugin cors']);
    expect(await gatewayDrift(at(8001), declared())).toEqual([]);
  });

  it('never touches what others have made, and removes what it no longer declares', async () => {
    await admin('PUT', '/services/mine', { host: 'elsewhere' });
    await admin('PUT', '/services/old-one-of-ours', { host: 'elsewhere', tags: ['sutazai'] });
    expect(changes(await up())).toEqual(['delete service old-one-of-ours']);
    expect(await admin('GET', '/services/mine')).toMatchObject({ host: 'elsewhere' });
  });

  it('goes on where it was cut off', async () => {
    for (const p of ((await admin('GET', '/plugins')) as unknown as { data: { id: string }[] }).data)
      await admin('DELETE', `/plugins/${p.id}`);
    const cut = new AbortController();
    let made = 0;
    const half = async () => {
      for await (const _ of applyGateway(at(8001), declared(), { signal: cut.signal })) {
        made += 1;
        if (made === 3) cut.abort();
      }
    };
    await expect(half()).rejects.toThrow();
    const plugins = declared().entities.filter((e) => e.kind === 'plugins').length;
    expect(changes(await up())).toHaveLength(plugins - 3);
    expect(await gatewayDrift(at(8001), declared())).toEqual([]);
  });

  it('says which field it refuses, and that nobody is there', async () => {
    const wrong = parseDeclared(
      '_format_version: "3.0"\n_info: {select_tags: [other]}\nservices: [{name: x, host: h, port: 70000}]\n',
      'x.yaml',
      () => undefined,
    );
    await expect(collect(applyGateway(at(8001), wrong, forever()))).rejects.toMatchObject({
      code: 'GATEWAY_REJECTED',
      diagnosis: { raw: expect.stringContaining('"port"') },
    });
    await expect(gatewayDrift('http://127.0.0.1:9', wrong)).rejects.toMatchObject({ code: 'GATEWAY_UNREACHABLE' });
  });

  it('lets nobody reach Chroma without the key, and hides the key from it', async () => {
    const url = `${at(8000)}/vectors/api/v2/heartbeat`;
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { apikey: 'wrong' } })).status).toBe(401);
    const answer = await fetch(url, { headers: { apikey: key() } });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toHaveProperty(['nanosecond heartbeat']);
    expect(answer.headers.get('x-trace-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get('ratelimit-limit')).toBe('500');
  });

  it('answers pages of the product with credentials, and no other page', async () => {
    const ask = (origin: string) => fetch(`${at(8000)}/api/v1/agents`, { headers: { origin } });
    const ours = await ask('http://localhost:11000');
    expect(ours.headers.get('access-control-allow-origin')).toBe('http://localhost:11000');
    expect(ours.headers.get('access-control-allow-credentials')).toBe('true');
    const other = await ask('https://evil.example');
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    expect(other.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('turns away who asks too often, and says when to come back', async () => {
    // The count begins anew with each minute: none may begin in between.
    const left = 60_000 - (Date.now() % 60_000);
    if (left < 15_000) await new Promise((resolve) => setTimeout(resolve, left));
    const ask = () => fetch(`${at(8000)}/vectors/api/v2/heartbeat`, { headers: { apikey: key() } });
    const first = await ask();
    expect(first.headers.get('x-ratelimit-limit-minute')).toBe('500');
    const remaining = Number(first.headers.get('x-ratelimit-remaining-minute'));
    const answers: Response[] = [];
    while (answers.length < remaining + 5)
      answers.push(...(await Promise.all(Array.from({ length: Math.min(25, remaining + 5 - answers.length) }, ask))));
    const refused = answers.filter((a) => a.status === 429);
    expect(refused).toHaveLength(5);
    for (const r of refused) expect(Number(r.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('keeps its routes over a restart', async () => {
    expect(endOf(await collect(stack.restart({ services: ['kong'] }, forever())))).toMatchObject({ outcome: 'done' });
    expect(await gatewayDrift(at(8001), declared())).toEqual([]);
  });
});
