// Our own model server on llama.cpp, with the mini model: real words, and Ollama's protocol held to the same shapes as the fake.
import { setTimeout as pause } from 'node:timers/promises';
import { Ollama } from 'ollama';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as shape from '../fake-ollama/schemas.ts';
import { embeddingModel, type ModelServerProcess, miniModel, startModelServer } from './model-server-process.ts';

describe('the model server', () => {
  let server: ModelServerProcess;
  beforeAll(async () => {
    server = await startModelServer();
  });
  afterAll(async () => {
    expect(await server.stop()).toBe(0);
  });
  const post = (path: string, body: unknown, signal?: AbortSignal) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });
  const json = async (path: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }> => {
    const response = await post(path, body);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const lines = async (path: string, body: unknown) => {
    const response = await post(path, body);
    expect(response.headers.get('content-type')).toContain('application/x-ndjson');
    const text = await response.text();
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  const ask = (content: string, more: object = {}) => ({
    model: miniModel,
    messages: [{ role: 'user', content }],
    options: { temperature: 0 },
    ...more,
  });
  const story = ask('Tell me a long story about a horse.', { options: { temperature: 0, num_predict: 900 } });

  describe('speaks in words', () => {
    it('answers a question about the platform', async () => {
      const { body } = await json('/api/chat', ask('What is Redis?', { stream: false }));
      expect((body.message as { content: string }).content).toMatch(/^Redis is a cache\./);
    });

    it('streams a story of sentences, every word of which is one', async () => {
      const all = await lines('/api/chat', ask('Tell me a story about a fox.'));
      for (const line of all) shape.chatLine.parse(line);
      const text = all.map((l) => (l.message as { content: string }).content).join('');
      expect(all.length).toBeGreaterThan(20);
      expect(text.match(/[A-Z][^.?!]*[.?!]/g)?.length).toBeGreaterThan(3);
      expect(text).not.toMatch(/[^\x20-\x7e]/);
    });

    it('reads what was said before, though it is too small to make much of it', async () => {
      const turns = [
        { role: 'user', content: 'My name is Clara.' },
        { role: 'assistant', content: 'Nice to meet you, Clara.' },
        { role: 'user', content: 'What is my name?' },
      ];
      const { body: alone } = await json('/api/chat', ask('What is my name?', { stream: false }));
      const { body } = await json('/api/chat', ask('', { messages: turns, stream: false }));
      expect(Number(body.prompt_eval_count)).toBeGreaterThan(Number(alone.prompt_eval_count) + 10);
      expect((body.message as { content: string }).content).toMatch(/^Your name is [A-Z][a-z]+\.$/);
    });

    it('says the same again at temperature 0, whatever was asked between', async () => {
      const said = async (q: string) =>
        (await json('/api/generate', { ...ask(''), prompt: q, stream: false })).body.response;
      const first = await said('What does Kong do?');
      await said('Tell me a story.');
      expect(await said('What does Kong do?')).toEqual(first);
    });
  });

  describe('has the shapes that Ollama publishes', () => {
    it('tags, show, version, ps', async () => {
      const get = async (path: string) => (await fetch(`${server.url}${path}`)).json();
      const { models } = shape.tags.parse(await get('/api/tags'));
      expect(models.map((m) => m.name)).toEqual([`${embeddingModel}:latest`, `${miniModel}:latest`]);
      const embedder = shape.show.parse((await json('/api/show', { model: embeddingModel })).body);
      expect(embedder.capabilities).toEqual(['embedding']);
      const show = shape.show.parse((await json('/api/show', { model: miniModel })).body);
      expect(show).toMatchObject({ capabilities: ['completion'], model_info: { 'llama.context_length': 1024 } });
      await json('/api/chat', ask('Hello', { stream: false }));
      const ps = shape.ps.parse(await get('/api/ps'));
      expect(ps.models).toMatchObject([{ name: `${miniModel}:latest`, context_length: 1024 }]);
    });

    it('generate and embed', async () => {
      for (const line of await lines('/api/generate', { model: miniModel, prompt: 'Hello' }))
        shape.generateLine.parse(line);
      const raw = await json('/api/generate', {
        model: miniModel,
        prompt: 'Once there was a',
        raw: true,
        stream: false,
        options: { temperature: 0, num_predict: 8 },
      });
      expect(raw.body).toMatchObject({ done_reason: 'length', eval_count: 8 });
      const { embeddings } = shape.embed.parse(
        (await json('/api/embed', { model: embeddingModel, input: ['a cat', 'a dog'] })).body,
      );
      expect(embeddings.map((v) => v.length)).toEqual([256, 256]);
    });

    it('the OpenAI surface, whole and streamed', async () => {
      shape.v1List.parse(await (await fetch(`${server.url}/v1/models`)).json());
      const whole = shape.v1Completion.parse(
        (await json('/v1/chat/completions', ask('Hello', { options: undefined, temperature: 0 }))).body,
      );
      expect(whole.choices[0]?.message.content).toMatch(/\w+/);
      const streamed = await (
        await post('/v1/chat/completions', ask('Hello', { stream: true, stream_options: { include_usage: true } }))
      ).text();
      const events = streamed
        .trim()
        .split('\n\n')
        .map((e) => e.replace('data: ', ''));
      expect(events.at(-1)).toBe('[DONE]');
      for (const event of events.slice(0, -1)) shape.v1Chunk.parse(JSON.parse(event));
    });

    it('Ollama’s own client lists, chats and embeds', async () => {
      const client = new Ollama({ host: server.url });
      expect((await client.list()).models).toHaveLength(2);
      let text = '';
      for await (const part of await client.chat({
        model: miniModel,
        messages: [{ role: 'user', content: 'Hello' }],
        stream: true,
      }))
        text += part.message.content;
      expect(text).toMatch(/\w+/);
      expect((await client.embed({ model: embeddingModel, input: 'x' })).embeddings).toHaveLength(1);
    });
  });

  it('keeps to a JSON schema where one is asked for', async () => {
    const format = {
      type: 'object',
      properties: { town: { type: 'string', maxLength: 20 }, open: { type: 'boolean' } },
    };
    const { body } = await json('/api/chat', ask('What is Redis?', { stream: false, format }));
    const value = JSON.parse((body.message as { content: string }).content) as Record<string, unknown>;
    expect(typeof value.town).toBe('string');
    expect(typeof value.open).toBe('boolean');
  });

  it('finds the passage that a question is about', async () => {
    const input = [
      'When does the harbour of Lindau open?',
      'The harbour of Lindau opens at six in the morning.',
      'The door of the museum is green.',
    ];
    const { body } = await json('/api/embed', { model: embeddingModel, input });
    const [q = [], right = [], wrong = []] = body.embeddings as number[][];
    const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
    expect(dot(q, right)).toBeGreaterThan(dot(q, wrong) + 0.05);
  });

  it.each([
    ['/api/chat', { model: 'nope', messages: [{ role: 'user', content: 'x' }] }, 404, "model 'nope' not found"],
    ['/api/chat', { model: '../../etc/passwd', messages: [{ role: 'user', content: 'x' }] }, 404, 'not found'],
    ['/api/chat', ask('x', { tools: [{ type: 'function' }] }), 400, 'does not support tools'],
    ['/api/chat', ask('x', { think: true }), 400, 'does not support thinking'],
    ['/api/chat', { messages: [] }, 400, 'model'],
    ['/api/chat', ask('x', { model: embeddingModel }), 400, 'does not support chat'],
    ['/api/pull', { model: 'tinyllama', stream: false }, 500, 'Put tinyllama.gguf into its folder'],
    ['/api/delete2', {}, 404, undefined],
  ])('%s %j is refused with %i in Ollama’s words', async (path, body, status, words) => {
    const response = await post(path, body);
    expect(response.status).toBe(status);
    const text = await response.text();
    if (words) expect(shape.failed.parse(JSON.parse(text)).error).toContain(words);
  });

  it('a body that is no JSON is refused, and the server goes on', async () => {
    const response = await fetch(`${server.url}/api/chat`, { method: 'POST', body: '{"model":' });
    expect(response.status).toBe(400);
    shape.failed.parse(await response.json());
  });

  it('a question longer than the window is answered, not died of', async () => {
    const { status, body } = await json('/api/chat', ask('word '.repeat(20_000), { stream: false }));
    expect([status, body.done]).toEqual([200, true]);
  });

  it('one answer at a time, the next as soon as a reader has gone', async () => {
    const gone = new AbortController();
    const first = await post('/api/chat', { ...story, model: miniModel }, gone.signal);
    const reader = first.body?.getReader();
    await reader?.read();
    const next = json('/api/chat', ask('Hello', { stream: false }));
    await pause(1);
    gone.abort();
    const at = performance.now();
    expect((await next).status).toBe(200);
    // It waited for no more than the token that was on its way; the whole story takes longer than a stop may.
    expect(performance.now() - at).toBeLessThan(200);
  });

  it('more than may wait are refused, and the rest is answered', async () => {
    const small = await startModelServer({ MODEL_SERVER_QUEUE: '2' });
    const chat = () =>
      fetch(`${small.url}/api/chat`, {
        method: 'POST',
        body: JSON.stringify(
          ask('Tell me a long story about a cat.', { stream: false, options: { num_predict: 120 } }),
        ),
      });
    await chat();
    const answers = await Promise.all(Array.from({ length: 6 }, chat));
    const statuses = answers.map((a) => a.status).sort();
    expect(statuses.filter((s) => s === 200).length).toBeGreaterThanOrEqual(3);
    expect(statuses.at(-1)).toBe(503);
    await small.stop();
  });

  it('keep_alive 0 lets the model go, an empty request loads it', async () => {
    const loaded = async () => {
      const { models } = shape.ps.parse(await (await fetch(`${server.url}/api/ps`)).json());
      return models.filter((m) => m.name === `${miniModel}:latest`).length;
    };
    expect((await json('/api/generate', { model: miniModel, stream: false })).body.done_reason).toBe('load');
    expect(await loaded()).toBe(1);
    expect((await json('/api/generate', { model: miniModel, keep_alive: 0, stream: false })).body.done_reason).toBe(
      'unload',
    );
    await expect.poll(loaded).toBe(0);
  });

  it('a file that is no model is not listed, and harms nothing', async () => {
    expect((await json('/api/show', { model: 'README' })).status).toBe(404);
  });
});
