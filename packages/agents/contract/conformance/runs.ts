import { setTimeout as pause } from 'node:timers/promises';
import { isLast, type RunEvent } from '../protocol/index.ts';
import { type Check, same, so, type Target } from './target.ts';
import { open, type Stream, send } from './wire.ts';

/** A stopped run lets go of its model within this time, ms (issue: "stop to closed socket under 200 ms"). */
const stopLimit = 200;

const begin = ({ url }: Target, prompt: string, more: object = {}, headers: Record<string, string> = {}) =>
  open(`${url}/runs`, { prompt, ...more }, headers);
const again = ({ url }: Target, run: string, after: number) => open(`${url}/runs/${run}/events?after=${after}`);

export const runChecks: Check[] = [
  {
    name: 'a run tells its events in order, and ends once',
    async run(target) {
      const events = await (await begin(target, target.prompts.short)).rest();
      inOrder(events);
      const start = events[0];
      so(start?.type === 'start' && start.agent === target.card.id, 'the first event is not the agent’s start');
      same(start.model, target.model, 'the model');
      same(events.filter(isLast).length, 1, 'last events');
      const end = events.at(-1);
      so(end?.type === 'end' && end.status === 'done', `the run did not end well: ${JSON.stringify(end)}`);
      so(end.response.trim() !== '', 'the answer is empty');
      const tokens = events.flatMap((e) => (e.type === 'token' ? [e.text] : []));
      if (tokens.length > 0) same(tokens.join(''), end.response, 'tokens together');
      so(
        events.some((e) => e.type === 'usage'),
        'nothing is told of the usage',
      );
    },
  },
  {
    name: 'a stream that is cut is taken up again where it broke, without loss or repetition',
    async run(target) {
      const stream = await begin(target, target.prompts.long);
      const first = [await stream.next(), await stream.next(), await stream.next()] as RunEvent[];
      stream.cut();
      const id = runOf(first);
      await pause(100);
      const rest = await (await again(target, id, 2)).rest();
      inOrder([...first, ...rest]);
      const whole = await (await again(target, id, -1)).rest();
      same(whole, [...first, ...rest], 'the run told from its beginning');
    },
  },
  {
    name: 'two who listen hear the same',
    async run(target) {
      const one = await begin(target, target.prompts.short);
      const start = await one.next();
      const two = await again(target, runOf([start as RunEvent]), -1);
      const [a, b] = await Promise.all([one.rest(), two.rest()]);
      same([start, ...a], b, 'what the second heard');
    },
  },
  {
    name: `a run that is stopped ends as cancelled with what it has said, and lets go of its model within ${stopLimit} ms`,
    async run(target) {
      const stream = await begin(target, target.prompts.long);
      const events = await untilTokens(stream, 3);
      const stopped = performance.timeOrigin + performance.now();
      const answer = await send(`${target.url}/runs/${runOf(events)}`, 'DELETE');
      so(answer.status < 300, `DELETE answers ${answer.status}`);
      events.push(...(await stream.rest()));
      const after = performance.timeOrigin + performance.now() - stopped;
      so(after < stopLimit, `the stream ended only after ${Math.round(after)} ms`);
      inOrder(events);
      const end = events.at(-1);
      so(end?.type === 'end' && end.status === 'cancelled', `the last event is ${JSON.stringify(end)}`);
      same(end.response, said(events), 'what it had said');
      if (!target.lastClose) return;
      const closed = await within(2_000, async () => {
        const at = await target.lastClose?.();
        return at !== undefined && at >= stopped - 5 ? at : undefined;
      });
      so(closed !== undefined, 'the model server never saw the reader leave');
      so(closed - stopped < stopLimit, `the model was let go of only after ${Math.round(closed - stopped)} ms`);
    },
  },
  {
    name: 'stopping a run that has ended, or that never was, harms nothing',
    async run(target) {
      const events = await (await begin(target, target.prompts.short)).rest();
      const ended = await send(`${target.url}/runs/${runOf(events)}`, 'DELETE');
      so(ended.status < 300 || ended.status === 404, `an ended run: ${ended.status}`);
      same(await (await again(target, runOf(events), -1)).rest(), events, 'the ended run');
      same((await send(`${target.url}/runs/no-such-run`, 'DELETE')).status, 404, 'a run that never was');
      same((await send(`${target.url}/runs/no-such-run/events`, 'GET')).status, 404, 'its events');
    },
  },
  {
    name: 'the same idempotency key is the same run',
    async run(target) {
      const headers = { 'idempotency-key': `conformance-${Date.now()}` };
      const one = await (await begin(target, target.prompts.short, {}, headers)).rest();
      same(await (await begin(target, target.prompts.short, {}, headers)).rest(), one, 'the run told again');
    },
  },
  {
    name: 'runs at the same time do not mix',
    async run(target) {
      const all = await Promise.all(
        Array.from({ length: 4 }, async () => (await begin(target, target.prompts.short)).rest()),
      );
      all.forEach(inOrder);
      same(new Set(all.map(runOf)).size, 4, 'different runs');
      for (const events of all) so(events.at(-1)?.type === 'end', `a run ended with ${JSON.stringify(events.at(-1))}`);
    },
  },
];

function inOrder(events: readonly RunEvent[]): void {
  same(
    events.map((e) => e.seq),
    events.map((_, i) => i),
    'the numbers of the events',
  );
  so(
    events.slice(0, -1).every((e) => !isLast(e)),
    'something comes after the last event',
  );
}

function runOf(events: readonly RunEvent[]): string {
  const [start] = events;
  so(start?.type === 'start', `the first event is ${JSON.stringify(start)}`);
  return start.run;
}

function said(events: readonly RunEvent[]): string {
  return events.map((e) => (e.type === 'token' ? e.text : '')).join('');
}

async function untilTokens(stream: Stream, count: number): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  while (events.filter((e) => e.type === 'token').length < count) {
    const event = await stream.next();
    so(event && !isLast(event), `the run ended before it could be stopped: ${JSON.stringify(event)}`);
    events.push(event);
  }
  return events;
}

async function within<T>(ms: number, look: () => Promise<T | undefined>): Promise<T | undefined> {
  for (const end = performance.now() + ms; performance.now() < end; await pause(10)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  return undefined;
}
