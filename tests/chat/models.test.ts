import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Models, OllamaServer } from '@sutazai/core/models';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeOllama, startFakeOllama } from '../fake-ollama/fake-ollama.ts';
import { soon } from './soon.ts';

let fake: FakeOllama;
let models: Models;
const never = new AbortController().signal;
const ask = (content: string, model = 'tinyllama') => ({ model, messages: [{ role: 'user' as const, content }] });

beforeEach(async () => {
  fake = await startFakeOllama({
    models: ['tinyllama', 'all-minilm', { name: 'qwen2.5:3b', capabilities: ['completion', 'tools'], context: 32_768 }],
    library: [
      { name: 'new:1b', layers: [1000, 50, 20] },
      { name: 'slow:1b', layers: [2000, 1000], rate: 2000 },
    ],
  });
  models = new Models(() => new OllamaServer(fake.url));
});
afterEach(() => fake.stop());

async function text(content: string, signal = never, model?: string): Promise<string> {
  let all = '';
  for await (const piece of models.server.chat(ask(content, model), signal))
    if (piece.type === 'text') all += piece.text;
  return all;
}

describe('models are told with what they can', () => {
  it('capabilities and trained window, and once they are loaded the served one', async () => {
    const before = await models.now();
    expect(before.server).toEqual({ url: fake.url, version: '0.32.15' });
    expect(before.models.find((m) => m.name === 'qwen2.5:3b')).toMatchObject({
      ...{ capabilities: ['completion', 'tools'], trainedContext: 32_768, loaded: null, family: 'llama' },
    });
    await text('hello', never, 'qwen2.5:3b');
    expect((await models.server.model('qwen2.5:3b')).loaded).toMatchObject({ context: 4096 });
  });

  it('a server that is away is told in the answer', async () => {
    await fake.stop();
    const { server, models: none } = await models.now();
    expect(server.problem).toMatchObject({ code: 'MODEL_SERVER_DOWN' });
    expect(server.problem?.nextSteps.length).toBeGreaterThan(0);
    expect(none).toEqual([]);
  });

  it('something else at the address is told as that', async () => {
    const other = createServer((_, response) => void response.end('{"hello":"world"}')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const server = new OllamaServer(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
    await expect(server.version()).rejects.toMatchObject({ code: 'MODEL_SERVER_ANSWER' });
    other.close();
  });

  it('the one asked for, else one that can chat; a wrong name is told with those that are there', async () => {
    expect((await models.choose('tinyllama')).name).toBe('tinyllama:latest');
    expect((await models.choose(undefined)).name).toBe('tinyllama:latest');
    await text('load it', never, 'qwen2.5:3b');
    expect((await models.choose(undefined)).name).toBe('qwen2.5:3b');
    const wrong = await models.choose('nope').catch((e: unknown) => e);
    expect(wrong).toMatchObject({ code: 'MODEL_MISSING' });
    expect((wrong as { diagnosis: { cause: string } }).diagnosis.cause).toContain('qwen2.5:3b');
    for (const name of ['tinyllama', 'qwen2.5:3b']) await models.remove(name);
    await expect(models.choose(undefined)).rejects.toMatchObject({ code: 'MODEL_NONE' });
  });

  it('watchers hear of a removal and of a pull', async () => {
    const control = new AbortController();
    const seen: string[][] = [];
    const watching = (async () => {
      for await (const now of models.watch(control.signal)) seen.push(now.models.map((m) => m.name));
    })();
    await soon(() => seen.length).toBe(1);
    await models.remove('tinyllama');
    await soon(() => seen.at(-1)).toEqual(['all-minilm:latest', 'qwen2.5:3b']);
    for await (const _ of models.pull('new:1b', never));
    await soon(() => seen.at(-1)).toContain('new:1b');
    control.abort();
    await watching;
  });
});

describe('chat', () => {
  it('streams words and ends with counts', async () => {
    const pieces = [];
    for await (const piece of models.server.chat(ask('one two {think}'), never)) pieces.push(piece);
    expect(pieces.filter((p) => p.type === 'thinking')).toHaveLength(3);
    expect(pieces.at(-1)).toMatchObject({ type: 'end', completionTokens: 5 });
  });

  it('aborting closes the connection of this call only, also before the first byte', async () => {
    for (const content of ['{late:60000}', '{slow} {tokens:200}']) {
      const control = new AbortController();
      const other = text('{slow} {tokens:5}');
      const before = fake.closedEarly();
      const asked = text(content, control.signal);
      asked.catch(() => undefined);
      await soon(() => JSON.stringify(fake.requests.map((r) => r.body))).toContain(content);
      control.abort(new DOMException('stop', 'AbortError'));
      await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
      await soon(() => fake.closedEarly()).toBe(before + 1);
      expect(await other).toBe('word0 word1 word2 word3 word4');
    }
  });

  it.each([
    ['a model that is not there', 'hello', 'none', 'MODEL_MISSING'],
    ['one that cannot chat', 'hello', 'all-minilm', 'MODEL_NOT_FOR_CHAT'],
    ['a runner that stops', '{error} one two three', 'tinyllama', 'ANSWER_BROKEN_OFF'],
    ['a connection that is cut', '{cut} one two three', 'tinyllama', 'ANSWER_BROKEN_OFF'],
  ])('%s', async (_, content, model, code) => {
    const failed = await text(content, never, model).catch((e: unknown) => e);
    expect(failed).toMatchObject({ name: 'SutazaiError', code });
    expect((failed as { diagnosis: { nextSteps: string[] } }).diagnosis.nextSteps.length).toBeGreaterThan(0);
  });

  it('a model that is removed while it answers', async () => {
    const asked = text('{slow} {error:6} {tokens:20}');
    await soon(() => fake.requests.some((r) => r.path === '/api/chat')).toBe(true);
    await models.remove('tinyllama');
    await expect(asked).rejects.toMatchObject({ code: 'MODEL_REMOVED' });
  });

  it('out of memory and a full queue have their own words', async () => {
    const answers = [
      [500, 'model requires more system memory (5.6 GiB) than is available (2.1 GiB)', 'MODEL_TOO_LARGE'],
      [503, 'server busy, please try again.  maximum pending requests exceeded', 'MODEL_SERVER_BUSY'],
      [500, 'something else', 'MODEL_REFUSED'],
    ] as const;
    for (const [status, error, code] of answers) {
      const server = createServer((_, response) => void response.writeHead(status).end(JSON.stringify({ error })));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const port = new OllamaServer(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      const asked = (async () => {
        for await (const _ of port.chat(ask('x'), never));
      })();
      await expect(asked).rejects.toMatchObject({ code });
      server.close();
    }
  });
});

describe('pull', () => {
  const pull = async (name: string, signal = never) => {
    const all = [];
    for await (const progress of models.pull(name, signal)) all.push(progress);
    return all;
  };

  it('adds its layers up and ends with success', async () => {
    expect((await pull('new:1b')).at(-1)).toMatchObject({
      status: 'success',
      completedBytes: 1070,
      totalBytes: 1070,
      layers: { done: 3, known: 3 },
    });
    expect((await models.now()).models.map((m) => m.name)).toContain('new:1b');
  });

  it('a cancelled one goes on where it stopped', async () => {
    const control = new AbortController();
    const first = (async () => {
      for await (const p of models.pull('slow:1b', control.signal)) if (p.completedBytes >= 600) control.abort();
    })();
    await first.catch(() => undefined);
    const again = await pull('slow:1b');
    expect(again.at(-1)?.resumedBytes).toBeGreaterThanOrEqual(600);
    expect(again.at(-1)).toMatchObject({ status: 'success', completedBytes: 3000 });
    expect(Math.max(...again.map((p) => p.bytesPerSecond))).toBeGreaterThan(0);
  });

  it('an unknown name, and no network', async () => {
    await expect(pull('nope:1b')).rejects.toMatchObject({ code: 'MODEL_PULL_UNKNOWN' });
    fake.library.offline = true;
    await expect(pull('new:1b')).rejects.toMatchObject({ code: 'MODEL_PULL_OFFLINE' });
    await fake.stop();
    await expect(pull('new:1b')).rejects.toMatchObject({ code: 'MODEL_SERVER_DOWN' });
  });
});
