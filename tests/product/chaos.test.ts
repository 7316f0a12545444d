// Containers are restarted in random order for minutes, some of them killed: in the end all is healthy and nothing is lost.
// Only in `npm run test:stack-full` (SUTAZAI_CHAOS_MINUTES=10): it is the long one.
import type { Stack } from '@sutazai/core/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dockerCli, labAvailable } from '../lab/lab.ts';
import { collect, endOf } from '../stack/project.ts';
import { buildImages } from './images.ts';
import { TestStack } from './test-stack.ts';
import { witnesses } from './witnesses.ts';

const minutes = Number(process.env.SUTAZAI_CHAOS_MINUTES ?? 0);
const which = process.env.SUTAZAI_STACK === 'all' ? 'all' : 'fast';
const seed = Number(process.env.SUTAZAI_CHAOS_SEED ?? Date.now() % 1_000_000);

describe.skipIf(minutes === 0 || !labAvailable().ok)(
  `${minutes} minutes of restarts in random order (seed ${seed})`,
  () => {
    let test: TestStack;
    let stack: Stack;

    beforeAll(async () => {
      buildImages(which);
      test = await TestStack.make({ which, freePorts: true });
      stack = await test.stack();
      const events = await collect(stack.up({ signal: new AbortController().signal }));
      expect(endOf(events)).toMatchObject({ outcome: 'done' });
    }, 1_800_000);
    afterAll(() => test?.remove());

    it(
      'end with everything healthy and no datum lost',
      async () => {
        const all = witnesses(test, stack, `chaos-${seed}`);
        for (const w of all) await w.write();
        const random = generator(seed);
        const long = (await stack.status()).services.filter((s) => s.state === 'healthy').map((s) => s.service);
        const count: Record<string, number> = {};
        let kills = 0;
        for (const end = Date.now() + minutes * 60_000; Date.now() < end; ) {
          const service = long[Math.floor(random() * long.length)] as string;
          const name = `${test.name}-${service}-1`;
          // One in four is killed outright, as by a power cut; docker start brings it back, as it was the user's own kill.
          if (random() < 0.25) {
            await dockerCli(test.engine, ['kill', name]);
            await dockerCli(test.engine, ['start', name]);
            kills += 1;
          } else await dockerCli(test.engine, ['restart', name]);
          count[service] = (count[service] ?? 0) + 1;
          await new Promise((resolve) => setTimeout(resolve, random() * 3000));
        }
        await expect
          .poll(
            async () =>
              (await stack.status()).services
                .filter((s) => !['healthy', 'finished'].includes(s.state))
                .map((s) => `${s.service} ${s.state}`),
            { timeout: 180_000, interval: 1000 },
          )
          .toEqual([]);
        for (const w of all)
          expect({ [`${w.service}: ${w.what}`]: await w.read() }).toEqual({ [`${w.service}: ${w.what}`]: w.expected });
        const restarts = Object.values(count).reduce((sum, n) => sum + n, 0);
        const kept = all.map((w) => `${w.what} in ${w.service}`);
        console.log(JSON.stringify({ seed, minutes, restarts, kills, services: long.length, count, kept }));
        // Random, but over every one of them: a run that misses a service says nothing about it.
        expect(long.filter((s) => !count[s])).toEqual([]);
      },
      (minutes + 8) * 60_000,
    );
  },
);

/** mulberry32: the same seed gives the same order. */
function generator(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
