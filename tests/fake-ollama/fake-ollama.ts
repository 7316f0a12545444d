import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Script } from './answers.ts';
import { embedding } from './embeddings.ts';
import { type FakeModel, Models } from './models.ts';
import { native } from './native.ts';
import { Library, type LibraryModel } from './pull.ts';
import { v1Chat, v1Error, v1Models } from './v1.ts';

export type { Script } from './answers.ts';
export type { FakeModel } from './models.ts';
export type { LibraryModel } from './pull.ts';

export interface FakeOllamaOptions {
  /** Milliseconds between two tokens. */
  tokenDelay?: number;
  /** Tokens per second of every answer; `{rate:N}` in a question goes before it. */
  rate?: number;
  dimension?: number;
  models?: (string | FakeModel)[];
  /** What can be pulled. */
  library?: LibraryModel[];
  /** Window it serves models with; 4096, as Ollama does without a large card. */
  servedContext?: number;
  port?: number;
}

export interface FakeOllama {
  url: string;
  /** Bodies of all requests, by path. */
  requests: { path: string; body: Record<string, unknown> }[];
  /** Streams whose reader went away before their end: where, and when (milliseconds since the epoch, with fractions). */
  closes: { path: string; at: number }[];
  closedEarly(): number;
  /** Asked before the markers, the newest first. */
  script(script: Script): void;
  models: Models;
  library: Library;
  stop(): Promise<void>;
}

/**
 * Ollama's API as far as the platform uses it (facts 3.1), with answers that follow from the question (answers.ts): a
 * model's words are not what is tested. `schemas.ts` holds the shapes that its tests hold it to.
 */
export async function startFakeOllama(options: FakeOllamaOptions = {}): Promise<FakeOllama> {
  const models = new Models(options.models ?? ['tinyllama', 'all-minilm'], options.servedContext ?? 4096);
  const library = new Library(options.library ?? [], models);
  const requests: FakeOllama['requests'] = [];
  const closes: FakeOllama['closes'] = [];
  const scripts: Script[] = [];
  const standard: Partial<Answer> = {
    ...(options.tokenDelay ? { tokenDelay: options.tokenDelay } : {}),
    ...(options.rate ? { rate: options.rate } : {}),
  };
  const closed = (path: string) => closes.push({ path, at: performance.timeOrigin + performance.now() });
  const host = { models, scripts, standard, closed };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const json = (status: number, value: unknown) =>
      void response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(value));
    if (path === '/') return void response.writeHead(200, { 'content-type': 'text/plain' }).end('Ollama is running');
    // For those who started it as a process of its own (main.ts).
    if (path === '/_fake') return json(200, { requests, closes });
    const body = await bodyOf(request);
    if (body === undefined) return json(400, { error: 'invalid character in request body' });
    requests.push({ path, body });
    if (path === '/api/version') return json(200, { version: '0.32.15' });
    if (path === '/api/tags') return json(200, models.tags());
    if (path === '/api/ps') return json(200, models.ps());
    if (path === '/v1/models') return json(200, v1Models(models));
    if (path === '/api/pull') return library.pull(String(body.model ?? body.name ?? ''), response);
    const name = String(body.model ?? body.name ?? body.source ?? body.from ?? '');
    const model = models.get(name);
    if (!model) {
      if (path.startsWith('/v1/')) return v1Error(response, 404, `model "${name}" not found, try pulling it first`);
      return json(404, { error: `model '${name}' not found` });
    }
    if (path === '/api/show') return json(200, models.show(model));
    if (path === '/api/delete') {
      models.remove(name);
      return void response.writeHead(200).end();
    }
    if (path === '/api/copy') {
      models.copy(name, String(body.destination));
      return void response.writeHead(200).end();
    }
    if (path === '/api/create') {
      models.copy(name, String(body.model));
      const lines = ['reading model metadata', 'writing manifest', 'success'].map((status) =>
        JSON.stringify({ status }),
      );
      return void response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(`${lines.join('\n')}\n`);
    }
    if (path === '/api/embed' || path === '/v1/embeddings') {
      const input = ([] as string[]).concat((body.input ?? []) as string | string[]);
      const vectors = input.map((text) => embedding(text, options.dimension ?? 64));
      models.load(model, undefined, body.keep_alive);
      if (path === '/api/embed') {
        const counts = { total_duration: 1_000_000, load_duration: 1000, prompt_eval_count: input.length };
        return json(200, { model: name, embeddings: vectors, ...counts });
      }
      const data = vectors.map((vector, index) => ({ object: 'embedding', embedding: vector, index }));
      return json(200, { object: 'list', data, model: name, usage: { prompt_tokens: 1, total_tokens: 1 } });
    }
    if (path === '/api/chat' || path === '/api/generate') return native(host, path, model, body, response);
    if (path === '/v1/chat/completions') return v1Chat(host, model, body, response);
    response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found');
  }

  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ requests, closes, models, library },
    closedEarly: () => closes.length,
    script: (script) => void scripts.unshift(script),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  if (parts.length === 0) return {};
  try {
    return JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
