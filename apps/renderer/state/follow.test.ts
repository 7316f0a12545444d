// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { follow } from './follow.ts';

let visibility: DocumentVisibilityState = 'visible';
const look = (state: DocumentVisibilityState) => {
  visibility = state;
  document.dispatchEvent(new Event('visibilitychange'));
};

beforeEach(() => {
  vi.useFakeTimers();
  visibility = 'visible';
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility });
});
afterEach(() => vi.useRealTimers());

/** Streams that say one number and then stay open until they are let go. */
function source() {
  const opened: AbortSignal[] = [];
  const open = async (signal: AbortSignal) => {
    opened.push(signal);
    const count = opened.length;
    return (async function* () {
      yield count;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    })();
  };
  return { opened, open };
}

it('takes what comes, and lets go when it is stopped', async () => {
  const { opened, open } = source();
  const seen: number[] = [];
  const stop = follow(open, (v) => seen.push(v));
  await vi.advanceTimersByTimeAsync(10);
  expect(seen).toEqual([1]);
  stop();
  expect(opened[0]?.aborted).toBe(true);
});

it('opens a broken stream again, with growing pauses', async () => {
  let tries = 0;
  const stop = follow(
    async () => {
      tries += 1;
      throw new Error('gone');
    },
    () => undefined,
  );
  await vi.advanceTimersByTimeAsync(240);
  expect(tries).toBe(1);
  await vi.advanceTimersByTimeAsync(20);
  expect(tries).toBe(2);
  await vi.advanceTimersByTimeAsync(500);
  expect(tries).toBe(3);
  stop();
});

it('lets go of the stream when the page is hidden, after a grace, and comes back', async () => {
  const { opened, open } = source();
  const stop = follow(open, () => undefined);
  await vi.advanceTimersByTimeAsync(10);
  look('hidden');
  await vi.advanceTimersByTimeAsync(2900);
  expect(opened[0]?.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  expect(opened[0]?.aborted).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(opened).toHaveLength(1);
  look('visible');
  await vi.advanceTimersByTimeAsync(10);
  expect(opened).toHaveLength(2);
  stop();
});

it('goes on hidden where an end must not be missed', async () => {
  const { opened, open } = source();
  const stop = follow(open, () => undefined, { whenHidden: true });
  await vi.advanceTimersByTimeAsync(10);
  look('hidden');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(opened[0]?.aborted).toBe(false);
  stop();
});
