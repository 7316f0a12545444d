import type { History, Sample } from './history.ts';

/** 30 services and the machine itself, with numbers as large as real ones are. */
const subjects = ['host', ...Array.from({ length: 30 }, (_, n) => `service-${n}`)];

/**
 * For tests and the benchmark: fills a history as 30 days of running would. Of the first 29 days only the averages are left
 * in the end, so one value for each is enough; the last day is written as it comes, every ten seconds.
 * @param setClock moves the history's clock, in milliseconds since the epoch.
 */
export function fillMonth(history: History, begin: number, setClock: (now: number) => void): { end: number } {
  let seed = 1;
  const random = (most: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return (seed / 2_147_483_647) * most;
  };
  const moment = (at: number): Sample[] =>
    subjects.map((of) => ({ of, at, cpu: random(400), memory: random(16e9), rx: random(1e7), tx: random(1e7) }));
  const day = 86_400_000;
  for (let n = 0; n < 29; n++) {
    history.write('p', Array.from({ length: 288 }, (_, i) => moment(begin + n * day + i * 300_000)).flat());
  }
  const end = begin + 30 * day;
  setClock(end);
  history.prune();
  for (let t = begin + 29 * day; t < end; t += 60_000) {
    history.write(
      'p',
      [0, 10, 20, 30, 40, 50].flatMap((s) => moment(t + s * 1000)),
    );
  }
  return { end };
}
