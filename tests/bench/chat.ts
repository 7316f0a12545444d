// `npm run bench:chat`: what the platform adds to a model's answer, beside Ollama's own client in the same run, on the fake
// model server at 200 tokens per second. The full path, each part a process of its own: WebSocket → host → LangChain → model
// server. Prints one JSON line; times are medians in milliseconds.
//   BENCH_RUNS (30)   BENCH_FRAMES=0 leaves the page out
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ollama } from 'ollama';
import { connect, type Page } from '../api/served.ts';
import { projectAt } from '../chat/platform.ts';
import { framesOfLongAnswer } from './chat-frames.ts';

const runs = Number(process.env.BENCH_RUNS ?? 30);
const root = fileURLToPath(new URL('../..', import.meta.url));
const children: ChildProcess[] = [];
const clock = () => performance.timeOrigin + performance.now();

interface Taken {
  /** From asking to the first word, and to the end. */
  first: number;
  whole: number;
}

async function main(): Promise<void> {
  const fake = await started([
    'tests/fake-ollama/main.ts',
    JSON.stringify({ models: ['tinyllama', 'all-minilm'], rate: 200 }),
  ]);
  const agent = await started(['tests/bench/langchain-process.ts', fake]);
  const { dir, file } = await projectAt({ ollama: fake, langchain: agent });
  const state = join(dir, 'state');
  const cli = ['packages/cli/main.ts', '-f', file, '--state-dir', state, '--host', 'unix:///nonexistent.sock'];
  const { link } = JSON.parse(await started([...cli, 'serve', '--port', '0', '--json'])) as { link: string };
  const address = new URL(link);
  const page = await connect(
    Number(address.port),
    new URLSearchParams(address.hash.slice(1)).get('token') ?? address.hash.slice(1),
  );

  const first: Record<'direct' | 'langchain' | 'model', number[]> = { direct: [], langchain: [], model: [] };
  const ways = [
    ['direct', (n: number) => direct(fake, n)],
    ['langchain', (n: number) => through(page, 'langchain', n)],
    ['model', (n: number) => through(page, 'model', n)],
  ] as const;
  // A platform that has just been started has compiled nothing yet; nobody asks it only once.
  for (let i = 0; i < 10; i++) for (const [, ask] of ways) await ask(20);
  for (let i = 0; i < runs; i++) {
    // Who begins goes round, so that none always meets the warmer machine.
    for (let k = 0; k < ways.length; k++) {
      const way = ways[(i + k) % ways.length];
      if (way) first[way[0]].push((await way[1](20)).first);
    }
  }
  const rates = { direct: [] as number[], langchain: [] as number[] };
  for (let i = 0; i < 3; i++) {
    for (const name of i % 2 === 0 ? (['direct', 'langchain'] as const) : (['langchain', 'direct'] as const)) {
      const { whole } = name === 'direct' ? await direct(fake, 1000) : await through(page, name, 1000);
      rates[name].push((1000 * 1000) / whole);
    }
  }
  const stops: number[] = [];
  for (let i = 0; i < runs; i++) stops.push(await stopped(page, fake));
  const frames = process.env.BENCH_FRAMES === '0' ? undefined : await framesOfLongAnswer(page, link);
  await page.close();
  rmSync(dir, { recursive: true, force: true });

  const round = (n: number, digits = 1) => Number(n.toFixed(digits));
  console.log(
    JSON.stringify({
      bench: 'chat',
      added_first_token_ms: round(median(first.langchain) - median(first.direct)),
      tokens_ratio: round(median(rates.langchain) / median(rates.direct), 4),
      stop_to_closed_socket_ms: round(Math.max(...stops)),
      frame_p95_ms: frames ? round(frames.p95) : null,
      direct: { first_token_ms: round(median(first.direct)), tokens_per_second: round(median(rates.direct)) },
      langchain: { first_token_ms: round(median(first.langchain)), tokens_per_second: round(median(rates.langchain)) },
      model: { first_token_ms: round(median(first.model)) },
      stop: { median_ms: round(median(stops)), runs },
      ...(frames ? { frames } : {}),
    }),
  );
}

/** Ollama's own client, as anybody would use it. */
async function direct(url: string, tokens: number): Promise<Taken> {
  const begun = performance.now();
  let first = 0;
  const messages = [{ role: 'user', content: `{tokens:${tokens}}` }];
  for await (const part of await new Ollama({ host: url }).chat({ model: 'tinyllama', messages, stream: true })) {
    if (part.message.content && first === 0) first = performance.now() - begun;
  }
  return { first, whole: performance.now() - begun };
}

/** As the page does it: a conversation that is watched, a question, the words as they come. */
async function through(page: Page, agent: string, tokens: number): Promise<Taken> {
  const { id } = await page.api.chat.create({});
  const control = new AbortController();
  const events = (await page.api.chat.watch({ conversation: id }, { signal: control.signal }))[Symbol.asyncIterator]();
  await events.next();
  const begun = performance.now();
  let first = 0;
  const sent = page.api.chat.send({ conversation: id, text: `{tokens:${tokens}}`, agent, model: 'tinyllama' });
  sent.catch((error: unknown) => control.abort(error));
  for (;;) {
    const { value: event, done } = await events.next();
    if (done) throw new Error('the conversation ended before its answer');
    if (event.type === 'text' && first === 0) first = performance.now() - begun;
    if (event.type !== 'message' || event.message.role !== 'assistant' || event.message.state === 'running') continue;
    const whole = performance.now() - begun;
    const { state, text, detail } = event.message;
    if (state !== 'done' || text.split(' ').length !== tokens)
      throw new Error(`${state}: ${JSON.stringify(detail.failure)}`);
    control.abort();
    return { first, whole };
  }
}

/** Milliseconds from pressing Stop to the model server seeing its reader gone. */
async function stopped(page: Page, fake: string): Promise<number> {
  const { id } = await page.api.chat.create({});
  const before = (await closes(fake)).length;
  const { run } = await page.api.chat.send({
    conversation: id,
    text: '{tokens:4000}',
    agent: 'langchain',
    model: 'tinyllama',
  });
  const control = new AbortController();
  for await (const event of await page.api.chat.watch({ conversation: id }, { signal: control.signal })) {
    if (event.type === 'text') break;
  }
  const at = clock();
  await page.api.chat.stop({ run });
  for (const until = clock() + 5000; clock() < until; ) {
    const seen = (await closes(fake))[before];
    if (seen) return seen.at - at;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the model server still has its reader');
}

async function closes(fake: string): Promise<{ at: number }[]> {
  return ((await (await fetch(`${fake}/_fake`)).json()) as { closes: { at: number }[] }).closes;
}

/** A process of ours; resolves to the first line that it prints. */
async function started(args: string[]): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let text = '';
  while (!text.includes('\n')) text += String((await once(child.stdout, 'data'))[0]);
  child.stdout.resume();
  return text.split('\n')[0] ?? '';
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

try {
  await main();
} finally {
  for (const child of children) child.kill('SIGTERM');
}
process.exit();
