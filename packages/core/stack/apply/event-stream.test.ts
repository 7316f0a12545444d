import { describe, expect, it } from 'vitest';
import { EventStream } from './event-stream.ts';

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of stream) all.push(value);
  return all;
}

describe('EventStream', () => {
  it('gives everything that was pushed before and after the reader came, in order', async () => {
    const stream = new EventStream<number>();
    stream.push(1);
    const reading = collect(stream);
    await new Promise((r) => setImmediate(r));
    stream.push(2);
    stream.push(3);
    stream.end();
    expect(await reading).toEqual([1, 2, 3]);
  });

  it('throws the error after the queued values', async () => {
    const stream = new EventStream<number>();
    stream.push(1);
    stream.end(new Error('lost'));
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const v of stream) seen.push(v);
      })(),
    ).rejects.toThrow('lost');
    expect(seen).toEqual([1]);
  });

  it('ignores what comes after the end', async () => {
    const stream = new EventStream<number>();
    stream.end();
    stream.push(1);
    expect(await collect(stream)).toEqual([]);
  });
});
