import type { Engine, PullLine } from '@sutazai/core/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { engine20, engine28, labAvailable, type SlowProxy, type SlowProxyOptions, startSlowProxy } from '../lab/lab.ts';
import { Bench, collect, engineErrorOf, never, rejection, within } from './harness.ts';

const bench = new Bench();
afterEach(() => bench.cleanup());

const MB = 1024 * 1024;
const busy = ['downloading', 'extracting'];

describe.skipIf(!labAvailable().ok).each([
  ['28', engine28],
  ['20.10', engine20],
] as const)('pull on %s', (_, lab) => {
  async function from(
    rules: SlowProxyOptions = {},
  ): Promise<{ engine: Engine; proxy: SlowProxy; ref: (r: string) => string }> {
    const proxy = await startSlowProxy({ ...rules, engine: lab() });
    bench.later(() => proxy.close());
    const engine = await bench.connect(lab());
    return { engine, proxy, ref: (r) => bench.image(engine, `${proxy.address}/${r}`) };
  }

  it('tells the bytes of each layer, never less than before, up to its size', async () => {
    const { engine, ref } = await from({ bytesPerSecond: 24 * MB });
    const image = ref('demo/large:1');
    const lines = await collect(engine.pullImage(image, { signal: never() }));
    const layers = new Map<string, PullLine[]>();
    for (const line of lines) if (line.layer) layers.set(line.layer, [...(layers.get(line.layer) ?? []), line]);
    expect(layers.size).toBeGreaterThan(1);
    let largest = 0;
    for (const [layer, told] of layers) {
      expect(layer).toMatch(/^[0-9a-f]{12}$/);
      expect(['done', 'exists'], layer).toContain(told.at(-1)?.phase);
      for (const phase of busy) {
        const bytes = told.filter((l) => l.phase === phase).flatMap((l) => l.currentBytes ?? []);
        expect(bytes, `${layer} ${phase}`).toEqual([...bytes].sort((a, b) => a - b));
      }
      for (const l of told)
        if (l.currentBytes && l.totalBytes) expect(l.currentBytes).toBeLessThanOrEqual(l.totalBytes);
      largest = Math.max(largest, ...told.flatMap((l) => l.totalBytes ?? []));
    }
    expect(largest).toBeGreaterThan(10 * MB);
    expect((await engine.inspectImage(image))?.tags).toContain(image);
  });

  it('is over at once when aborted, and the engine stops downloading', async () => {
    const { engine, proxy, ref } = await from({ bytesPerSecond: 4 * MB });
    const image = ref('demo/large:1');
    const abort = new AbortController();
    const reason = new Error('the user said stop');
    let asked = 0;
    const failed = rejection(
      (async () => {
        for await (const line of engine.pullImage(image, { signal: abort.signal })) {
          if (asked || line.phase !== 'downloading' || (line.currentBytes ?? 0) < MB) continue;
          asked = performance.now();
          abort.abort(reason);
        }
      })(),
    );
    expect(await within(60_000, failed)).toBe(reason);
    expect(asked).toBeGreaterThan(0);
    expect(performance.now() - asked).toBeLessThan(500);
    // What is under way arrives; then nothing more does.
    await new Promise((r) => setTimeout(r, 1500));
    const bytes = proxy.stats.bytes;
    await new Promise((r) => setTimeout(r, 1000));
    expect(proxy.stats.bytes).toBe(bytes);
    expect(await engine.inspectImage(image)).toBeUndefined();
  });

  it.each([
    [404, /not found|manifest unknown/i],
    [403, /denied|forbidden/i],
    [401, /unauthorized|no basic auth|authentication required/i],
  ] as const)('a registry that answers %i', async (manifestStatus, words) => {
    const { engine, ref } = await from({ manifestStatus });
    const image = ref('demo/small:1');
    const error = await engineErrorOf(collect(engine.pullImage(image, { signal: never() })));
    expect(error.detail).toMatchObject({ operation: 'image.pull', subject: image });
    expect(error.message).toMatch(words);
  });

  it('a repository that does not exist, in a registry that does', async () => {
    const { engine, ref } = await from();
    const error = await engineErrorOf(collect(engine.pullImage(ref('demo/none:9'), { signal: never() })));
    expect(error.message).toMatch(/not found|manifest unknown/i);
  });
});
