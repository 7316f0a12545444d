import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ChatEvent } from '../contract/index.ts';
import { emptyDetail } from './answer.ts';
import { Feed } from './feed.ts';

const text = (message: string, at: number, words: string): ChatEvent => ({ type: 'text', message, at, text: words });
const gone: ChatEvent = { type: 'gone' };

afterEach(() => vi.useRealTimers());

async function all(feed: Feed): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const event of feed.read(new AbortController().signal)) events.push(event);
  return events;
}

describe('a watcher’s queue', () => {
  it('puts text that waits together, in order, whatever is told in between', async () => {
    const piece = fc.record({
      message: fc.constantFrom('a', 'b'),
      words: fc.string({ minLength: 1, maxLength: 5 }),
      detail: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
        const feed = new Feed();
        const told: Record<string, string> = { a: '', b: '' };
        for (const { message, words, detail } of pieces) {
          feed.push(text(message, told[message]?.length ?? 0, words));
          told[message] += words;
          if (detail) feed.push({ type: 'detail', message, detail: emptyDetail() });
        }
        feed.push(gone);
        const heard: Record<string, string> = { a: '', b: '' };
        for (const event of await all(feed)) {
          if (event.type !== 'text') continue;
          expect(event.at).toBe(heard[event.message]?.length);
          heard[event.message] += event.text;
        }
        expect(heard).toEqual(told);
      }),
    );
  });

  it('holds no more than one piece of text for a reader who does not come', async () => {
    const feed = new Feed();
    for (let i = 0; i < 10_000; i++) feed.push(text('a', i, 'x'));
    feed.push(gone);
    const events = await all(feed);
    expect(events.map((e) => e.type)).toEqual(['text', 'gone']);
  });

  it('does not grow an event that a reader has already got', async () => {
    const feed = new Feed();
    const given = text('a', 0, 'one');
    feed.push(given);
    feed.push(text('a', 3, ' two'));
    expect(given).toMatchObject({ text: 'one' });
  });

  it('tells the first word at once, more text at its pace, and everything else without waiting', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const feed = new Feed();
    const events: ChatEvent[] = [];
    const reading = (async () => {
      for await (const event of feed.read(new AbortController().signal)) events.push(event);
    })();
    const settle = async () => {
      for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setImmediate(resolve));
    };
    feed.push(text('a', 0, 'x'));
    await settle();
    expect(events).toHaveLength(1);
    feed.push(text('a', 1, 'y'));
    feed.push(text('a', 2, 'z'));
    await settle();
    expect(events).toHaveLength(1);
    vi.advanceTimersByTime(20);
    await settle();
    expect(events).toMatchObject([{ text: 'x' }, { text: 'yz' }]);
    feed.push(text('a', 3, '!'));
    feed.push(gone);
    await reading;
    expect(events.map((e) => e.type)).toEqual(['text', 'text', 'text', 'gone']);
  });

  it('ends with its signal, also while nothing is told', async () => {
    const control = new AbortController();
    const reading = (async () => {
      for await (const _ of new Feed().read(control.signal));
    })();
    setTimeout(() => control.abort(), 5);
    await reading;
  });
});
