import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What the next chat answers do, chosen by a marker in the last question: `{slow}`, `{error}`, `{cut}`, `{empty}`. */
export interface FakeOllamaOptions {
  /** Milliseconds between two tokens. */
  tokenDelay?: number;
  dimension?: number;
  models?: string[];
  port?: number;
}

export interface FakeOllama {
  url: string;
  /** Bodies of all requests, by path. */
  requests: { path: string; body: Record<string, unknown> }[];
  /** Streams whose reader went away before their end. */
  closedEarly(): number;
  stop(): Promise<void>;
}

interface Turn {
  role: string;
  content: string;
}

/**
 * The part of Ollama's API that the platform uses (facts 3.1), with answers that follow from the question: a model's words
 * are not what is tested. Embeddings are hashed words, so that texts that share words are near each other.
 */
export async function startFakeOllama(options: FakeOllamaOptions = {}): Promise<FakeOllama> {
  const models = options.models ?? ['tinyllama', 'all-minilm'];
  const requests: FakeOllama['requests'] = [];
  let closedEarly = 0;

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = parts.length > 0 ? (JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>) : {};
    requests.push({ path, body });
    const json = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (path === '/api/version') return void json(200, { version: '0.32.15' });
    if (path === '/api/tags') return void json(200, { models: models.map(tag) });
    if (path === '/api/ps') return void json(200, { models: [] });
    const model = String(body.model ?? '');
    if (!models.includes(model.replace(/:latest$/, ''))) return void json(404, { error: `model '${model}' not found` });
    if (path === '/api/show') {
      const capabilities = model.includes('minilm') ? ['embedding'] : ['completion'];
      return void json(200, {
        capabilities,
        details: {},
        model_info: { 'general.architecture': 'llama', 'llama.context_length': 2048 },
      });
    }
    if (path === '/api/embed') {
      const input = ([] as string[]).concat(body.input as string | string[]);
      return void json(200, { model, embeddings: input.map((text) => embedding(text, options.dimension ?? 64)) });
    }
    if (path === '/api/chat') return chat(body, model, response);
    json(404, { error: 'not found' });
  }

  async function chat(body: Record<string, unknown>, model: string, response: ServerResponse): Promise<void> {
    const turns = body.messages as Turn[];
    const question = turns.at(-1)?.content ?? '';
    const answer = question.includes('{empty}') ? '' : `You said: ${question}`;
    let open = true;
    response.on('close', () => {
      if (!response.writableFinished) closedEarly += 1;
      open = false;
    });
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const line = (value: object) =>
      response.write(`${JSON.stringify({ model, created_at: new Date().toISOString(), ...value })}\n`);
    const tokens = answer.match(/\s*\S+/g) ?? [];
    const delay = question.includes('{slow}') ? 100 : (options.tokenDelay ?? 0);
    for (const [i, content] of tokens.entries()) {
      if (!open) return;
      if (i === 2 && question.includes('{error}'))
        return void response.end(`${JSON.stringify({ error: 'the runner has stopped' })}\n`);
      if (i === 2 && question.includes('{cut}')) {
        await pause(20);
        return void response.destroy();
      }
      line({ message: { role: 'assistant', content }, done: false });
      if (delay > 0) await pause(delay);
    }
    line({
      ...{ message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop', total_duration: 5e6 },
      ...{ prompt_eval_count: question.length, eval_count: tokens.length },
    });
    response.end();
  }

  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    closedEarly: () => closedEarly,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function tag(name: string) {
  return {
    ...{
      name: `${name}:latest`,
      model: `${name}:latest`,
      size: 600_000_000,
      digest: createHash('sha256').update(name).digest('hex'),
    },
    modified_at: '2026-01-01T00:00:00Z',
    details: { family: 'llama', parameter_size: '1.1B', quantization_level: 'Q4_0' },
  };
}

function embedding(text: string, dimension: number): number[] {
  const vector = new Array<number>(dimension).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const at = createHash('md5').update(word).digest().readUInt32LE(0) % dimension;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((v) => v / length);
}
