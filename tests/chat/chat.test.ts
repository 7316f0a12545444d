import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { ChatEvent } from '@sutazai/core/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFakeOllama } from '../fake-ollama/fake-ollama.ts';
import { ended, type Platform, startLangchain, startPlatform } from './platform.ts';
import { soon } from './soon.ts';

let p: Platform;
beforeAll(async () => {
  p = await startPlatform();
});
afterAll(() => p.stop());

const agents = ['model', 'langchain'] as const;

async function ask(text: string, agent = 'model', more: object = {}) {
  const { id } = p.chat.create();
  const begun = await p.chat.send({ conversation: id, text, agent, model: 'tinyllama', ...more });
  return { id, ...begun, message: await ended(p.chat, id, begun.answer) };
}

describe.each(agents)('asked through %s', (agent) => {
  it('a question is answered, and kept with what it took', async () => {
    const { id, message } = await ask('What is the sky made of?', agent);
    expect(message).toMatchObject({
      state: 'done',
      agent,
      model: 'tinyllama:latest',
      text: expect.stringContaining('You said:'),
    });
    expect(message.detail.usage?.completionTokens).toBeGreaterThan(0);
    expect(message.detail.firstTokenMs).toBeGreaterThanOrEqual(0);
    expect(message.detail.failure).toBeNull();
    const { conversation, messages } = p.chat.open(id);
    expect(conversation).toMatchObject({ title: 'What is the sky made of?', agent, running: false, leaf: message.id });
    expect(messages.map((m) => m.role)).toEqual(['user', 'assistant']);
  });

  it('the conversation so far goes along', async () => {
    const { id } = await ask('My name is Ada.', agent);
    const next = await p.chat.send({ conversation: id, text: 'And now?', agent, model: 'tinyllama' });
    await ended(p.chat, id, next.answer);
    const sent = p.fake.requests.findLast((r) => r.path === '/api/chat')?.body.messages as {
      role: string;
      content: string;
    }[];
    expect(sent.map((m) => m.content).join('\n')).toContain('My name is Ada.');
    expect(sent.at(-1)).toMatchObject({ role: 'user', content: 'And now?' });
  });

  it('words come one by one, and a watcher who comes late misses nothing', async () => {
    const { id } = p.chat.create();
    const { answer } = await p.chat.send({
      conversation: id,
      text: '{rate:50} {tokens:40}',
      agent,
      model: 'tinyllama',
    });
    const early = new AbortController();
    const events: ChatEvent[] = [];
    const watching = (async () => {
      for await (const event of p.chat.watch(id, early.signal)) events.push(event);
    })();
    await soon(() => events.filter((e) => e.type === 'text').length).toBeGreaterThan(5);
    // A reload in the middle: the new page gets what has come, then the rest.
    let text = '';
    const late = new AbortController();
    for await (const event of p.chat.watch(id, late.signal)) {
      if (event.type === 'snapshot') text = event.messages.find((m) => m.id === answer)?.text ?? '';
      if (event.type === 'text') {
        expect(event.at).toBe(text.length);
        text += event.text;
      }
      if (event.type === 'message' && event.message.state !== 'running') break;
    }
    const message = await ended(p.chat, id, answer);
    expect(text).toBe(message.text);
    expect(text.split(' ')).toHaveLength(40);
    early.abort();
    await watching;
    const told = events.flatMap((e) => (e.type === 'text' ? [e.text] : [])).join('');
    expect(message.text.endsWith(told)).toBe(true);
  });

  it('stop closes the model server’s socket, and keeps what came', async () => {
    const { id } = p.chat.create();
    const { answer, run } = await p.chat.send({
      conversation: id,
      text: '{rate:50} {tokens:2000}',
      agent,
      model: 'tinyllama',
    });
    await soon(() => p.chat.open(id).messages.at(-1)?.text.length ?? 0).toBeGreaterThan(20);
    const before = p.fake.closes.length;
    const at = performance.timeOrigin + performance.now();
    p.chat.stop(run);
    expect(p.chat.open(id).messages.at(-1)?.state).toBe('stopped');
    await soon(() => p.fake.closes.length).toBe(before + 1);
    // How quick it is on a machine that is not busy, `npm run bench:chat` says.
    expect((p.fake.closes.at(-1)?.at ?? 0) - at).toBeLessThan(2_000);
    const message = await ended(p.chat, id, answer);
    expect(message).toMatchObject({ state: 'stopped', text: expect.stringContaining('word0 word1') });
    expect(message.detail.failure).toBeNull();
    expect(p.store.messages.get(answer)?.text).toBe(message.text);
    p.chat.stop(run);
  });

  it('stop before the first word ends it as well', async () => {
    const chats = () => p.fake.requests.filter((r) => r.path === '/api/chat').length;
    const send = { text: '{late:60000}', agent, model: 'tinyllama' };
    const { id } = p.chat.create();
    const before = { closes: p.fake.closes.length, chats: chats() };
    const { run, answer } = await p.chat.send({ ...send, conversation: id });
    await soon(chats).toBe(before.chats + 1);
    p.chat.stop(run);
    await soon(() => p.fake.closes.length).toBe(before.closes + 1);
    expect(await ended(p.chat, id, answer)).toMatchObject({ state: 'stopped', text: '' });
    // At once, before anybody could be asked: nobody may go on with it either.
    const other = await p.chat.send({ ...send, conversation: p.chat.create().id });
    p.chat.stop(other.run);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(chats() - p.fake.closes.length).toBe(before.chats - before.closes);
  });

  it.each([
    [
      'an error line in the middle',
      '{error:3} {tokens:10}',
      /^(ANSWER_BROKEN_OFF|AGENT_FAILED|MODEL_REFUSED)$/,
      'word0 word1',
    ],
    [
      'a connection that is cut',
      '{cut:3} {tokens:10}',
      /^(ANSWER_BROKEN_OFF|AGENT_FAILED|MODEL_SERVER_DOWN)$/,
      'word0 word1',
    ],
    ['an answer without a word', '{empty}', /^EMPTY_ANSWER$/, ''],
  ])('%s is told in place, and what came is kept', async (_, text, code, kept) => {
    const { id, message } = await ask(text, agent);
    expect(message.state).toBe('failed');
    expect(message.detail.failure?.code).toMatch(code);
    expect(message.detail.failure?.nextSteps.length).toBeGreaterThan(0);
    expect(message.text).toContain(kept);
    expect(p.chat.open(id).messages.at(-1)).toMatchObject({ state: 'failed', text: message.text });
  });

  it('HTML and script are text', async () => {
    const { message } = await ask('{html}', agent);
    expect(message.text).toContain('<script>alert(2)</script>');
  });

  it('a model that is removed while it answers', async () => {
    p.fake.models.add('doomed');
    const { id } = p.chat.create();
    const { answer } = await p.chat.send({
      conversation: id,
      text: '{rate:20} {error:8} {tokens:30}',
      agent,
      model: 'doomed',
    });
    await soon(() => p.chat.open(id).messages.at(-1)?.text ?? '').toContain('word1');
    await p.models.remove('doomed');
    const message = await ended(p.chat, id, answer);
    expect(message.state).toBe('failed');
    expect(message.text).toContain('word0');
    expect(message.detail.failure?.code).toBe('MODEL_REMOVED');
    const next = await p.chat
      .send({ conversation: id, text: 'again', agent, model: 'doomed' })
      .catch((e: unknown) => e);
    expect(next).toMatchObject({ code: 'MODEL_MISSING' });
    expect(p.chat.open(id).messages).toHaveLength(2);
  });
});

describe('what cannot be sent is told before anything is kept', () => {
  it.each([
    ['nothing', { text: '' }, 'PROMPT_EMPTY'],
    ['spaces', { text: ' \n\t ' }, 'PROMPT_EMPTY'],
    ['more than a megabyte', { text: 'x'.repeat(1_000_001) }, 'PROMPT_TOO_LONG'],
    ['a megabyte', { text: 'word '.repeat(200_000) }, 'PROMPT_OVER_WINDOW'],
    ['an unknown agent', { agent: 'nobody' }, 'AGENT_UNKNOWN'],
    ['an agent that is off', { agent: 'crewai' }, 'AGENT_OFF'],
    ['an unknown model', { model: 'nope' }, 'MODEL_MISSING'],
    ['a model that cannot chat', { model: 'all-minilm' }, 'MODEL_NOT_FOR_CHAT'],
    ['an unknown document', { documents: ['nope'] }, 'DOCUMENT_UNKNOWN'],
    ['an unknown conversation', { conversation: 'nope' }, 'CONVERSATION_UNKNOWN'],
    ['a parent of another conversation', { parent: 'nope' }, 'MESSAGE_UNKNOWN'],
  ])('%s', async (_, more, code) => {
    const { id } = p.chat.create();
    const sent = p.chat.send({ conversation: id, text: 'hello', agent: 'model', model: 'tinyllama', ...more });
    await expect(sent).rejects.toMatchObject({ name: 'SutazaiError', code });
    expect(p.chat.open(id).messages).toEqual([]);
    expect(p.chat.open(id).conversation.title).toBe('');
  });

  it('a question after an answer that is still being written', async () => {
    const { id } = p.chat.create();
    const { run } = await p.chat.send({
      conversation: id,
      text: '{slow} {tokens:100}',
      agent: 'model',
      model: 'tinyllama',
    });
    await expect(p.chat.send({ conversation: id, text: 'x', agent: 'model' })).rejects.toMatchObject({
      code: 'ANSWER_RUNNING',
    });
    p.chat.stop(run);
  });
});

describe('trees', () => {
  it('an edit and another answer stand beside the earlier ones; the shown branch can be chosen', async () => {
    const first = await ask('one');
    const second = await p.chat.send({ conversation: first.id, text: 'two', agent: 'model', model: 'tinyllama' });
    await ended(p.chat, first.id, second.answer);
    const edited = await p.chat.send({
      conversation: first.id,
      parent: first.answer,
      text: 'two, otherwise',
      agent: 'model',
      model: 'tinyllama',
    });
    await ended(p.chat, first.id, edited.answer);
    const again = await p.chat.regenerate(second.answer);
    expect(again.question).toBe(second.question);
    await ended(p.chat, first.id, again.answer);
    const { messages, conversation } = p.chat.open(first.id);
    expect(messages.filter((m) => m.parent === first.answer).map((m) => m.text)).toEqual(['two', 'two, otherwise']);
    expect(messages.filter((m) => m.parent === second.question)).toHaveLength(2);
    expect(conversation.leaf).toBe(again.answer);
    expect(p.chat.choose(first.id, edited.question).leaf).toBe(edited.answer);
    const anew = await p.chat.send({
      conversation: first.id,
      parent: null,
      text: 'another beginning',
      agent: 'model',
      model: 'tinyllama',
    });
    await ended(p.chat, first.id, anew.answer);
    expect(p.chat.open(first.id).messages.filter((m) => m.parent === null)).toHaveLength(2);
  });

  it('what was said is found, with the words that match', async () => {
    const { id } = await ask('Where do narwhals winter?');
    const hits = p.chat.search('narwhals wint');
    expect(hits.map((h) => h.conversation)).toContain(id);
    expect(hits[0]?.excerpt[1]?.toLowerCase()).toBe('narwhals');
    expect(p.chat.conversations('narwhals').map((c) => c.id)).toEqual([id]);
    expect(p.chat.search('"')).toEqual([]);
    p.chat.remove(id);
    expect(p.chat.search('narwhals')).toEqual([]);
    expect(() => p.chat.open(id)).toThrow(expect.objectContaining({ code: 'CONVERSATION_UNKNOWN' }));
  });

  it('a conversation that is removed stops its answer, and its watchers are told', async () => {
    const { id } = p.chat.create();
    const before = p.fake.closes.length;
    await p.chat.send({ conversation: id, text: '{slow} {tokens:500}', agent: 'langchain', model: 'tinyllama' });
    const events: string[] = [];
    const watching = (async () => {
      for await (const event of p.chat.watch(id, new AbortController().signal)) events.push(event.type);
    })();
    await soon(() => events).toContain('text');
    p.chat.remove(id);
    await watching;
    expect(events.at(-1)).toBe('gone');
    await soon(() => p.fake.closes.length).toBe(before + 1);
  });
});

describe('the window', () => {
  it('is measured before sending, and what will not fit is named', async () => {
    const { id } = await ask('x '.repeat(1500));
    const meter = await p.chat.measure({
      conversation: id,
      text: 'y '.repeat(2000),
      agent: 'model',
      model: 'tinyllama',
    });
    expect(meter).toMatchObject({ window: 2048, source: 'served', tooLong: false });
    expect(meter.dropped).toHaveLength(2);
    const next = await p.chat.send({ conversation: id, text: 'y '.repeat(2000), agent: 'model', model: 'tinyllama' });
    const message = await ended(p.chat, id, next.answer);
    expect(message.detail.warnings.map((w) => w.code)).toContain('CONTEXT_TRUNCATED');
    const sent = p.fake.requests.findLast((r) => r.path === '/api/chat')?.body.messages as unknown[];
    expect(sent).toHaveLength(1);
  });
});

describe('when a program goes away', () => {
  it('one that is killed in the middle leaves its answer broken off, with all but the last 250 ms', async () => {
    const child = spawn(execPath, ['--import', 'tsx', fileURLToPath(new URL('killed.ts', import.meta.url))], {
      env: { ...process.env, CHAT_DIR: p.dir, OLLAMA: p.fake.url },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
    });
    await soon(() => out.split('\n').length).toBeGreaterThan(60);
    // Another program of ours looks at it meanwhile, and leaves it alone.
    const id = out.split('\n')[0] ?? '';
    expect(p.reopen().open(id).messages.at(-1)?.state).toBe('running');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const seen = Number(out.trim().split('\n').at(-1));
    const last = p.reopen().open(id).messages.at(-1);
    expect(last).toMatchObject({ state: 'broken-off', detail: { failure: { code: 'ANSWER_ORPHANED' } } });
    // 100 tokens per second of at most 8 characters: 250 ms, and as much again for a busy machine.
    expect(seen - (last?.text.length ?? 0)).toBeLessThan(400);
    expect(last?.text).toMatch(/^word0 word1 /);
    const again = await p.chat.regenerate(last?.id ?? '', { agent: 'model' });
    p.chat.stop(again.run);
  });

  it('an agent that is killed in the middle is told, and what came is kept', async () => {
    const script = fileURLToPath(new URL('../bench/langchain-process.ts', import.meta.url));
    const child = spawn(execPath, ['--import', 'tsx', script, p.fake.url], { stdio: ['ignore', 'pipe', 'inherit'] });
    const url = String((await once(child.stdout, 'data'))[0]).trim();
    const before = p.model.external;
    p.model.external = { ...before, langchain: { url } };
    p.chat.changed();
    try {
      const { id } = p.chat.create();
      const send = { conversation: id, agent: 'langchain', model: 'tinyllama' };
      const { answer } = await p.chat.send({ ...send, text: '{rate:20} {tokens:200}' });
      await soon(() => p.chat.open(id).messages.at(-1)?.text ?? '').toContain('word3');
      child.kill('SIGKILL');
      const message = await ended(p.chat, id, answer);
      expect(message).toMatchObject({ state: 'failed', text: expect.stringContaining('word3') });
      expect(message.detail.failure).toMatchObject({
        code: 'ANSWER_BROKEN_OFF',
        title: expect.stringContaining('broke off'),
      });
      await expect(p.chat.send({ ...send, text: 'still there?' })).rejects.toMatchObject({ code: 'AGENT_DOWN' });
      expect(p.chat.open(id).messages).toHaveLength(2);
    } finally {
      child.kill('SIGKILL');
      p.model.external = before;
      p.chat.changed();
    }
  });

  it('an agent that asks another model server says so, where the model is here and not there', async () => {
    const elsewhere = await startFakeOllama({ models: ['other'] });
    const agent = await startLangchain(elsewhere.url);
    const before = p.model.external;
    p.model.external = { ...before, langchain: { url: agent.url } };
    p.chat.changed();
    try {
      const { id } = p.chat.create();
      const send = { conversation: id, agent: 'langchain', model: 'tinyllama' };
      const { answer } = await p.chat.send({ ...send, text: 'hello' });
      expect((await ended(p.chat, id, answer)).detail.failure).toMatchObject({
        code: 'AGENT_MODELS_ELSEWHERE',
        title: 'LangChain asks another model server, and that has no model tinyllama',
      });
    } finally {
      p.model.external = before;
      p.chat.changed();
      await agent.stop();
      await elsewhere.stop();
    }
  });

  it('an agent that is stopped in the middle ends its answer, and what came is kept', async () => {
    const other = await startPlatform();
    try {
      const { id } = other.chat.create();
      const { answer } = await other.chat.send({
        conversation: id,
        text: '{rate:20} {tokens:200}',
        agent: 'langchain',
        model: 'tinyllama',
      });
      await soon(() => other.chat.open(id).messages.at(-1)?.text ?? '').toContain('word3');
      other.langchain.app.server.closeAllConnections();
      await other.langchain.stop();
      const message = await ended(other.chat, id, answer);
      expect(message.text).toContain('word3');
      expect(['stopped', 'failed']).toContain(message.state);
      const next = other.chat.send({ conversation: id, text: 'still there?', agent: 'langchain', model: 'tinyllama' });
      await expect(next).rejects.toMatchObject({ code: 'AGENT_DOWN' });
    } finally {
      await other.fake.stop();
      other.store.close();
    }
  });
});
