import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConnectionFailure, createService, Dependencies, Problem, type Service, sendEvents } from './index.ts';

describe('a service', () => {
  let service: Service | undefined;
  const lines: string[] = [];
  afterEach(() => service?.stop());

  async function start(dependencies = new Dependencies(), more = {}): Promise<Service> {
    lines.length = 0;
    service = await createService({
      ...{ name: 'test', title: 'Test', version: '1.2.3', host: '127.0.0.1', port: 0, dependencies, bodyLimit: 1000 },
      logStream: { write: (line) => lines.push(line) },
      routes(app) {
        const body = z.object({ points: z.array(z.object({ n: z.number() })).min(1) });
        app.post(
          '/points',
          { schema: { body, response: { 200: z.object({ sum: z.number() }) } } },
          async (request) => ({
            sum: request.body.points.reduce((s, p) => s + p.n, 0),
          }),
        );
        app.get('/fails', async () => {
          throw new Error('inner secret words');
        });
        app.get('/refuses', async () => {
          throw new Problem(409, 'TAKEN', 'It is taken.', 'Take another one.');
        });
        app.get('/leans', () =>
          dependencies.use('store', async () => {
            throw new ConnectionFailure('connection refused');
          }),
        );
        app.get('/slow', async () => {
          lines.push('slow began');
          await new Promise((resolve) => setTimeout(resolve, 150));
          return { slow: 'done' };
        });
        app.get('/events', async (request, reply) => {
          await sendEvents(request, reply, async function* (signal) {
            for (let i = 0; i < 3; i++) yield { event: 'tick', id: String(i), data: { i } };
            if (request.query && 'hang' in (request.query as object)) {
              await new Promise((resolve) => signal.addEventListener('abort', resolve));
              lines.push('source saw the abort');
            }
          });
        });
      },
      ...more,
    });
    await service.start();
    return service;
  }
  const get = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${service?.url}${path}`, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const post = (body: string, type = 'application/json') =>
    get('/points', { method: 'POST', body, headers: { 'content-type': type } });

  it('tells its health, its version and its numbers', async () => {
    await start();
    expect(JSON.parse((await get('/health')).text)).toMatchObject({ status: 'ok', service: 'test', version: '1.2.3' });
    const { text, headers } = await get('/metrics');
    expect(headers.get('content-type')).toContain('text/plain');
    expect(text).toMatch(
      /http_request_duration_seconds_count\{service="test",method="GET",route="\/health",status="200"\} 1/,
    );
    expect(text).toContain('process_cpu_seconds_total');
  });

  it('names the field that does not fit', async () => {
    await start();
    const { status, text } = await post('{"points":[{"n":1},{"n":"x"}]}');
    expect(status).toBe(400);
    expect(JSON.parse(text).error).toMatchObject({ code: 'INVALID', details: [{ path: 'body.points.1.n' }] });
    expect(JSON.parse((await post('{')).text).error).toMatchObject({ code: 'INVALID', details: [{ path: 'body' }] });
    expect((await post('')).status).toBe(400);
    expect(JSON.parse((await post('{"points":[]}')).text).error.details[0].path).toBe('body.points');
  });

  it('answers 413, 415, 404 and 409 in the one shape', async () => {
    await start();
    for (const [answer, status, code] of [
      [await post(`{"points":[${'{"n":1},'.repeat(200)}]}`), 413, 'BODY_TOO_LARGE'],
      [await post('a=1', 'application/x-www-form-urlencoded'), 415, 'MEDIA_TYPE'],
      [await get('/nowhere'), 404, 'ROUTE_NOT_FOUND'],
      [await get('/refuses'), 409, 'TAKEN'],
    ] as const) {
      expect(answer.status).toBe(status);
      const { error } = JSON.parse(answer.text);
      expect(error).toMatchObject({ code, request_id: answer.headers.get('x-request-id') });
      expect(error.next_step).not.toBe('');
    }
  });

  it('keeps what went wrong inside to its log', async () => {
    await start();
    const { status, text, headers } = await get('/fails');
    expect(status).toBe(500);
    expect(text).not.toContain('secret words');
    const logged = lines.find((l) => l.includes('secret words'));
    expect(logged).toContain(headers.get('x-request-id'));
  });

  it('turns a dependency that is away into a 503 that names it, and degrades its health', async () => {
    const dependencies = new Dependencies();
    dependencies.add('store', { check: async () => undefined, feature: 'Keeping things' });
    await start(dependencies);
    const { status, text, headers } = await get('/leans');
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('5');
    expect(JSON.parse(text).error.message).toContain('Keeping things: not available, as store');
    expect(JSON.parse((await get('/health')).text).status).toBe('degraded');
    expect((await get('/metrics')).text).toMatch(/dependency_up\{name="store",service="test"\} 0/);
  });

  it("takes a caller's request id if it is plain", async () => {
    await start();
    const id = async (given: string) =>
      (await get('/health', { headers: { 'x-request-id': given } })).headers.get('x-request-id');
    expect(await id('abc-1')).toBe('abc-1');
    expect(await id('a b "c"')).not.toContain(' ');
  });

  it('sends events as they come, and tells the source when the reader goes away', async () => {
    await start();
    expect((await get('/events')).text).toBe(
      [0, 1, 2].map((i) => `event: tick\nid: ${i}\ndata: {"i":${i}}\n\n`).join(''),
    );
    const leave = new AbortController();
    const response = await fetch(`${service?.url}/events?hang=1`, { signal: leave.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    leave.abort();
    await expect.poll(() => lines).toContain('source saw the abort');
  });

  it('describes itself in an OpenAPI document and a page', async () => {
    await start();
    const document = JSON.parse((await get('/docs/json')).text);
    expect(document.openapi).toBe('3.1.0');
    expect(document.paths['/points'].post.requestBody.content['application/json'].schema.required).toEqual(['points']);
    expect((await get('/docs/')).text).toContain('swagger');
  });

  it('lets a request in flight end before it stops, cuts what does not end, then lets go in order', async () => {
    const order: string[] = [];
    await start(new Dependencies(), {
      dispose: [() => void order.push('first'), () => void order.push('second')],
      grace: 600,
    });
    const slow = get('/slow').then((r) => r.text);
    const leave = await fetch(`${service?.url}/events?hang=1`);
    await expect.poll(() => lines).toContain('slow began');
    await service?.stop();
    expect(JSON.parse(await slow)).toEqual({ slow: 'done' });
    await expect(leave.text()).rejects.toThrow();
    expect(order).toEqual(['first', 'second']);
    await expect(fetch(`${service?.url}/health`)).rejects.toThrow();
  });
});
