import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** An agent of the contract that answers what it was asked; for tests of what calls agents. */
export interface TestAgent {
  url: string;
  port: number;
  /** Prompts with their idempotency keys, in the order in which work on them began. */
  calls: { prompt: string; key: string | undefined }[];
  /** The X-Request-Id of each, in the same order. */
  requestIds: (string | undefined)[];
  closedEarly(): number;
  stop(): Promise<void>;
}

/**
 * Markers in a prompt: `{slow}` takes 400 ms and `{slow 2000}` as long as it says, `{fail}` is the agent's own 500, `{refuse}` its
 * 400, `{diff}` tells of a diff and an artefact, `{same}` is always answered in the same words, `{next NAME}` with the name if it is asked who should speak next.
 */
export async function startTestAgent(name: string, port = 0, host = '127.0.0.1'): Promise<TestAgent> {
  const calls: TestAgent['calls'] = [];
  const requestIds: TestAgent['requestIds'] = [];
  let closedEarly = 0;
  const answer = (prompt: string) => {
    const next = prompt.includes('Who should speak next?') && /\{next (\w+)\}/.exec(prompt)?.[1];
    if (next) return `I think ${next} should.`;
    return prompt.includes('{same}') ? 'As I said.' : `${name} heard: ${prompt}`;
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const json = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (request.url === '/health') return void json(200, { status: 'ok' });
    if (request.url === '/calls') return void json(200, calls);
    if (request.url === '/request-ids') return void json(200, requestIds);
    if (request.url === '/capabilities')
      return void json(200, { agent: name, version: '1', needs: [], min_context: 2048, streams: 'token' });
    const { prompt = '', model = 'tinyllama' } =
      parts.length > 0 ? (JSON.parse(Buffer.concat(parts).toString()) as { prompt?: string; model?: string }) : {};
    if (request.method === 'DELETE') return void json(200, {});
    response.on('close', () => {
      if (!response.writableFinished) closedEarly += 1;
    });
    const key = request.headers['idempotency-key'];
    calls.push({ prompt, key: typeof key === 'string' ? key : undefined });
    requestIds.push(request.headers['x-request-id']?.toString());
    const slow = /\{slow(?: (\d+))?\}/.exec(prompt);
    if (slow) await pause(Number(slow[1] ?? 400));
    if (prompt.includes('{fail}'))
      return void json(500, { error: { code: 'OOPS', message: 'It went wrong.', next_step: 'Look.' } });
    if (prompt.includes('{refuse}'))
      return void json(400, { error: { code: 'NO', message: 'Not this.', next_step: 'Ask otherwise.' } });
    if (request.url === '/process') {
      const body = {
        status: 'success',
        agent: name,
        response: answer(prompt),
        processing_time_ms: 1,
        model,
        timestamp: new Date().toISOString(),
      };
      return void json(200, body);
    }
    if (request.url === '/runs') return run(prompt, model, response);
    json(404, {});
  }

  async function run(prompt: string, model: string, response: ServerResponse): Promise<void> {
    let seq = 0;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (event: { type: string } & Record<string, unknown>) => {
      const data = { seq: seq++, at: new Date().toISOString(), ...event };
      response.write(`id: ${data.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(data)}\n\n`);
    };
    send({ type: 'start', run: randomUUID(), agent: name, model });
    for (const text of answer(prompt).match(/\s*\S+/g) ?? []) {
      send({ type: 'token', text });
      await pause(prompt.includes('{tokens}') ? 50 : 0);
    }
    if (prompt.includes('{diff}')) {
      send({ type: 'diff', path: 'a.txt', text: '-old\n+new\n' });
      send({ type: 'artefact', id: '1', name: 'report.pdf', mime: 'application/pdf', bytes: 9, sha256: 'x' });
    }
    send({ type: 'usage', prompt_tokens: 3, completion_tokens: 5, ms: 2 });
    send({ type: 'end', status: 'done', response: answer(prompt) });
    response.end();
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const bound = (server.address() as AddressInfo).port;
  return {
    ...{ url: `http://${host}:${bound}`, port: bound, calls, requestIds },
    closedEarly: () => closedEarly,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
