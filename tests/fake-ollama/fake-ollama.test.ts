import { Ollama } from 'ollama';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { soon } from '../chat/soon.ts';
import { type FakeOllama, startFakeOllama } from './fake-ollama.ts';
import * as shape from './schemas.ts';

let fake: FakeOllama;
beforeEach(async () => {
  fake = await startFakeOllama({
    models: ['tinyllama', 'all-minilm', { name: 'qwen2.5:3b', capabilities: ['completion', 'tools'], context: 32768 }],
    library: [
      { name: 'new:1b', layers: [1000, 50, 20] },
      { name: 'slow:1b', layers: [1000, 1000], rate: 2000 },
    ],
  });
});
afterEach(() => fake.stop());

const post = (path: string, body: unknown, signal?: AbortSignal) =>
  fetch(`${fake.url}${path}`, { method: 'POST', body: JSON.stringify(body), ...(signal ? { signal } : {}) });
const user = (content: string) => [{ role: 'user', content }];

async function lines(path: string, body: unknown): Promise<unknown[]> {
  const response = await post(path, body);
  expect(response.headers.get('content-type')).toContain('application/x-ndjson');
  return (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

async function fits<S extends z.ZodType>(schema: S, response: Response | Promise<Response>): Promise<z.output<S>> {
  return schema.parse(await (await response).json());
}

describe('answers have the shapes that Ollama publishes', () => {
  it('tags, show, ps and version', async () => {
    const { models } = await fits(shape.tags, fetch(`${fake.url}/api/tags`));
    expect(models.map((m) => m.name)).toEqual(['tinyllama:latest', 'all-minilm:latest', 'qwen2.5:3b']);
    expect((await fits(shape.show, post('/api/show', { model: 'qwen2.5:3b' }))).capabilities).toContain('tools');
    expect((await fits(shape.show, post('/api/show', { model: 'all-minilm' }))).capabilities).toEqual(['embedding']);
    expect((await fits(shape.ps, fetch(`${fake.url}/api/ps`))).models).toEqual([]);
    expect(await (await fetch(fake.url)).text()).toBe('Ollama is running');
  });

  it('chat and generate, streamed and whole', async () => {
    const chat = (await lines('/api/chat', { model: 'tinyllama', messages: user('hello {think}') })).map((l) =>
      shape.chatLine.parse(l),
    );
    expect(chat.filter((l) => l.done)).toHaveLength(1);
    expect(chat.map((l) => l.message.content).join('')).toBe('You said: hello {think}');
    expect(chat[0]?.message.thinking).toBe('I ');
    for (const line of await lines('/api/generate', { model: 'tinyllama', prompt: 'hi' }))
      shape.generateLine.parse(line);
    await fits(shape.chatLine, post('/api/chat', { model: 'tinyllama', messages: user('x'), stream: false }));
    const load = (await (await post('/api/chat', { model: 'tinyllama', messages: [] })).json()) as {
      done_reason: string;
    };
    expect(load.done_reason).toBe('load');
  });

  it('embed, and texts that share words are near each other', async () => {
    const answer = await fits(
      shape.embed,
      post('/api/embed', { model: 'all-minilm', input: ['a red fox', 'the red fox', 'tax law'] }),
    );
    const [a = [], b = [], c = []] = answer.embeddings;
    const dot = (x: number[], y: number[]) => x.reduce((n, v, i) => n + v * (y[i] ?? 0), 0);
    expect(dot(a, b)).toBeGreaterThan(dot(a, c));
  });

  it('a model that was asked is loaded, with a window no larger than it was trained for', async () => {
    await lines('/api/chat', { model: 'tinyllama', messages: user('x'), options: { num_ctx: 100_000 } });
    await lines('/api/chat', { model: 'qwen2.5:3b', messages: user('x') });
    const { models } = await fits(shape.ps, fetch(`${fake.url}/api/ps`));
    expect(models.map((m) => [m.name, m.context_length])).toEqual([
      ['tinyllama:latest', 2048],
      ['qwen2.5:3b', 4096],
    ]);
    await lines('/api/chat', { model: 'tinyllama', messages: user('word '.repeat(4000)) }).then((all) => {
      expect(shape.chatLine.parse(all.at(-1))).toMatchObject({ done: true, prompt_eval_count: 2048 });
    });
    await post('/api/chat', { model: 'tinyllama', messages: [], keep_alive: 0 });
    expect((await fits(shape.ps, fetch(`${fake.url}/api/ps`))).models.map((m) => m.name)).toEqual(['qwen2.5:3b']);
  });

  it('tools: a call, then the answer with its result; 400 where the model has none', async () => {
    const tools = [{ type: 'function', function: { name: 'add', parameters: {} } }];
    const refused = await post('/api/chat', { model: 'tinyllama', messages: user('x'), tools });
    expect(refused.status).toBe(400);
    expect((await fits(shape.failed, refused)).error).toContain('does not support tools');
    const asked = user('{tool:add:{"a":1,"b":2}}');
    const called = (await lines('/api/chat', { model: 'qwen2.5:3b', messages: asked, tools })).map((l) =>
      shape.chatLine.parse(l),
    );
    expect(called[0]?.message.tool_calls?.[0]?.function).toMatchObject({ name: 'add', arguments: { a: 1, b: 2 } });
    const after = [...asked, { role: 'assistant', content: '' }, { role: 'tool', tool_name: 'add', content: '3' }];
    const said = (await lines('/api/chat', { model: 'qwen2.5:3b', messages: after, tools })).map((l) =>
      shape.chatLine.parse(l),
    );
    expect(said.map((l) => l.message.content).join('')).toBe('The tool says: 3');
  });

  it('the OpenAI surface: JSON, events, models, refusals', async () => {
    const body = { model: 'tinyllama', messages: user('hello') };
    expect((await fits(shape.v1Completion, post('/v1/chat/completions', body))).choices[0]?.message.content).toBe(
      'You said: hello',
    );
    const text = await (
      await post('/v1/chat/completions', { ...body, stream: true, stream_options: { include_usage: true } })
    ).text();
    const events = text.trim().split('\n\n');
    expect(events.at(-1)).toBe('data: [DONE]');
    const chunks = events.slice(0, -1).map((e) => shape.v1Chunk.parse(JSON.parse(e.slice(6))));
    expect(chunks.at(-1)?.usage?.completion_tokens).toBe(3);
    await fits(shape.v1List, fetch(`${fake.url}/v1/models`));
    await fits(shape.v1Failed, post('/v1/chat/completions', { ...body, model: 'none' }));
    expect((await post('/v1/chat/completions', { ...body, tools: [{}] })).status).toBe(400);
  });

  it('unknown model 404, unknown path 404, broken JSON 400', async () => {
    const missing = await post('/api/chat', { model: 'none', messages: user('x') });
    expect(missing.status).toBe(404);
    expect((await fits(shape.failed, missing)).error).toBe("model 'none' not found");
    expect((await post('/api/nothing', { model: 'tinyllama' })).status).toBe(404);
    expect((await fetch(`${fake.url}/api/chat`, { method: 'POST', body: '{' })).status).toBe(400);
  });
});

describe('pull', () => {
  it('tells every layer, and the model is there afterwards', async () => {
    const all = (await lines('/api/pull', { model: 'new:1b' })).map((l) => shape.pullLine.parse(l));
    expect(all.map((l) => l.status)).toEqual(
      expect.arrayContaining(['pulling manifest', 'verifying sha256 digest', 'writing manifest', 'success']),
    );
    expect(new Set(all.flatMap((l) => ('digest' in l ? [l.digest] : []))).size).toBe(3);
    expect((await post('/api/show', { model: 'new:1b' })).status).toBe(200);
  });

  it('goes on where a cancelled one stopped', async () => {
    const control = new AbortController();
    const reader = (await post('/api/pull', { model: 'slow:1b' }, control.signal)).body?.getReader();
    let text = '';
    while (!text.includes('"completed":300')) text += new TextDecoder().decode((await reader?.read())?.value);
    control.abort();
    const [, first] = await lines('/api/pull', { model: 'slow:1b' });
    expect((first as { completed: number }).completed).toBeGreaterThanOrEqual(300);
  });

  it('an unknown name and no network are error lines', async () => {
    expect(shape.failed.parse((await lines('/api/pull', { model: 'none' })).at(-1)).error).toContain(
      'file does not exist',
    );
    fake.library.offline = true;
    expect(shape.failed.parse((await lines('/api/pull', { model: 'new:1b' })).at(-1)).error).toContain('no such host');
  });
});

describe('faults', () => {
  const client = () => new Ollama({ host: fake.url });
  const read = async (content: string) => {
    let text = '';
    for await (const part of await client().chat({ model: 'tinyllama', messages: user(content), stream: true }))
      text += part.message.content;
    return text;
  };

  it('an error line after the first byte, and a cut connection', async () => {
    await expect(read('{error} one two three')).rejects.toThrow('the runner has stopped');
    await expect(read('{cut} one two three')).rejects.toThrow();
    expect(await read('{empty}')).toBe('');
  });

  it('a slow first byte: not even headers before it', async () => {
    const begun = performance.now();
    await post('/api/chat', { model: 'tinyllama', messages: user('{late:300}') });
    expect(performance.now() - begun).toBeGreaterThan(290);
  });

  it('keeps its rate over a whole answer', async () => {
    const begun = performance.now();
    await read('{tokens:100} {rate:200}');
    // 100 tokens at 200 per second: the last is due after 495 ms.
    expect(performance.now() - begun).toBeGreaterThan(490);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  it('sees a reader go away, also one that waits for the first byte', async () => {
    for (const content of ['{slow} {tokens:100}', '{late:60000}']) {
      const control = new AbortController();
      const before = fake.closedEarly();
      const asked = post('/api/chat', { model: 'tinyllama', messages: user(content) }, control.signal).catch(
        () => undefined,
      );
      await soon(() => JSON.stringify(fake.requests.at(-1)?.body ?? '')).toContain(content);
      control.abort();
      await asked;
      await soon(() => fake.closedEarly()).toBe(before + 1);
    }
  });
});
