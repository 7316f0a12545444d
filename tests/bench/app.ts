// `npm run bench:app`: the pages and their host on a real engine with 28 services, in a real browser. Prints one JSON line.
import { launchChromium } from '../browser/chromium.ts';
import { engine28 } from '../lab/lab.ts';
import { measureFirstLoad } from './app/first-load.ts';
import { measureIdle } from './app/idle.ts';
import { measureLogs } from './app/logs.ts';
import { bundle, serveRunning } from './app/serve.ts';
import { historyMegabytes, measureHost } from './app-host.ts';

const engine = engine28();
const busybox = 'sutazai-lab/busybox:1';
const seconds = Number(process.env.BENCH_SECONDS ?? 60);

const many = Array.from(
  { length: 28 },
  (_, n) =>
    `  s${n}: {image: ${busybox}, command: [sleep, "100000"], stop_grace_period: 0s, healthcheck: {test: ["CMD", "true"], interval: 10s}, x-sutazai: {tier: t${n % 4}, title: Service ${n}}}\n`,
).join('');

/**
 * 5,200 lines a second by the machine's own clock, as one program says them: what it is behind by, on a busy machine, it says
 * in the next of its rounds, so that the page and what is before it get no less than they are measured with.
 */
const talker = `
services:
  talker:
    image: ${busybox}
    command:
      - sh
      - -c
      - |
        awk 'function now() { getline < "/proc/uptime"; close("/proc/uptime"); return $$1 }
        BEGIN { for (begun = now(); ; ) {
          for (due = 5200 * (now() - begun); n < due; ) { n++; print "level=info request " n " served by worker " (n % 16) " in " (n % 77) " ms, cache " (n % 3 ? "hit" : "miss") }
          fflush(); system("usleep 20000")
        } }'
    stop_grace_period: 0s
    x-sutazai: {tier: core, title: Talker}
`;

const browser = await launchChromium();
const figures: Record<string, number> = {};
try {
  const stack = await serveRunning(engine, `services:\n${many}`, 'app');
  try {
    Object.assign(figures, await measureFirstLoad(browser, stack.link));
    Object.assign(figures, await measureIdle(browser, stack.link, seconds));
  } finally {
    await stack.close();
  }
  const logs = await serveRunning(engine, talker, 'logs');
  try {
    Object.assign(figures, await measureLogs(browser, logs.link, 180));
  } finally {
    await logs.close();
  }
} finally {
  await browser.close();
}
Object.assign(figures, await measureHost(engine, bundle, seconds), { history_mb: historyMegabytes() });
// What a person's machine spends in all: the page's processes and the host's.
const sum = (a: string, b: string) => Number(((figures[a] ?? Number.NaN) + (figures[b] ?? Number.NaN)).toFixed(2));
figures.visible_cpu_percent = sum('page_visible_cpu_percent', 'host_cpu_visible_percent');
figures.hidden_cpu_percent = sum('page_hidden_cpu_percent', 'host_cpu_hidden_percent');
console.log(JSON.stringify(figures));
