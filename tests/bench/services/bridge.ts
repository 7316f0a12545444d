// What the bridge costs: its time on top of an agent's, its part in a stream's pace, and how many streams it carries.
import { createParser } from 'eventsource-parser';
import { Agent, fetch } from 'undici';
import { median, round } from './load.ts';

// As many connections as there are streams: the client is never what waits.
const dispatcher = new Agent({ connections: 600, pipelining: 1, headersTimeout: 60_000, bodyTimeout: 60_000 });

async function post(url: string, body: object) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), dispatcher });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}

/** Milliseconds that a run takes longer through the bridge: the difference of the medians, the two asked in turn. */
export async function addedMs(agent: string, bridge: string, runs: number): Promise<number> {
  const [direct, through]: [number[], number[]] = [[], []];
  const warmUp = 200;
  for (let i = 0; i < runs + warmUp; i++) {
    const begun = performance.now();
    await (await post(`${agent}/process`, { prompt: 'hello' })).text();
    const between = performance.now();
    await (await post(`${bridge}/agents/execute`, { agent: 'langchain', prompt: 'hello' })).text();
    if (i < warmUp) continue;
    direct.push(between - begun);
    through.push(performance.now() - between);
  }
  return round(median(through) - median(direct));
}

interface Stream {
  tokens: number;
  /** Tokens a second, from the first to the last. */
  pace: number;
  done: boolean;
}

async function stream(url: string, body: object): Promise<Stream> {
  const response = await post(url, body);
  let [tokens, first, last, done] = [0, 0, 0, false];
  const parser = createParser({
    onEvent({ event }) {
      if (event === 'end') done = true;
      if (event !== 'token') return;
      last = performance.now();
      first ||= last;
      tokens += 1;
    },
  });
  const decoder = new TextDecoder();
  for await (const part of response.body ?? []) parser.feed(decoder.decode(part, { stream: true }));
  return { tokens, pace: (1000 * (tokens - 1)) / (last - first), done };
}

const asked = (rate: number, count: number) => ({ prompt: `${rate} ${count}` });
const through = (rate: number, count: number) => ({ agent: 'langchain', stream: true, ...asked(rate, count) });

/** A stream of 200 tokens a second, direct and through the bridge at the same time. */
export async function pace(agent: string, bridge: string): Promise<{ direct: number; bridge: number }> {
  const [plain, bridged] = await Promise.all([
    stream(`${agent}/runs`, asked(200, 1000)),
    stream(`${bridge}/agents/execute`, through(200, 1000)),
  ]);
  if (bridged.tokens !== 1000 || !bridged.done) throw new Error(`the bridge lost tokens: ${JSON.stringify(bridged)}`);
  return { direct: round(plain.pace, 1), bridge: round(bridged.pace, 1) };
}

/** So many streams at a time, each of ten tokens a second for four seconds. `errors`: those that broke or lost a token. */
export async function many(bridge: string, count: number): Promise<{ streams: number; errors: number }> {
  const one = () => stream(`${bridge}/agents/execute`, through(10, 40)).catch(() => undefined);
  const ended = await Promise.all(Array.from({ length: count }, one));
  return { streams: count, errors: ended.filter((s) => !s?.done || s.tokens !== 40).length };
}
