// The host's side of `npm run bench:app`: what the process behind a page costs, on a real engine with 28 services.
import { execFileSync, spawn } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillMonth } from '../../packages/core/store/history-example.ts';
import { openHistory } from '../../packages/core/store/index.ts';
import { connect, type Page, readUntil } from '../api/served.ts';
import { composeCli, type Engine } from '../lab/lab.ts';

export interface HostFigures {
  /** Resident memory of the host with 28 services live and a page open, in MB (10^6). */
  host_rss_mb: number;
  /** Percent of one core, with a page that shows live figures, and with one in the background. */
  host_cpu_visible_percent: number;
  host_cpu_hidden_percent: number;
}

const services = 28;

/** @param bundle `packages/cli/dist/sutazai.mjs` @param seconds of each measurement */
export async function measureHost(engine: Engine, bundle: string, seconds = 60): Promise<HostFigures> {
  const dir = mkdtempSync(join(tmpdir(), 'sutazai-bench-'));
  const project = `sutazai-bench-host-${process.pid}`;
  const one =
    '{image: sutazai-lab/busybox:1, command: [sleep, "100000"], stop_grace_period: 0s, healthcheck: {test: ["CMD", "true"], interval: 10s}}';
  writeFileSync(
    join(dir, 'compose.yaml'),
    `services:\n${Array.from({ length: services }, (_, n) => `  s${n}: ${one}\n`).join('')}`,
  );
  const args = [
    '-f',
    join(dir, 'compose.yaml'),
    '-p',
    project,
    '--state-dir',
    join(dir, 'state'),
    '--host',
    engine.dockerHost,
  ];
  const child = spawn(process.execPath, [bundle, ...args, 'serve', '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { port, link } = JSON.parse(String(line)) as { port: number; link: string };
    const page = await connect(port, link.split('#token=')[1] ?? '');
    const { id } = await page.api.stack.begin({ kind: 'up', options: { skipPreflight: true } });
    await readUntil(
      (signal) => page.api.stack.operation(undefined, { signal }),
      (b) => b.operation?.id === id && b.operation.endedAt !== undefined,
      300_000,
    );
    const pid = child.pid ?? 0;
    const hidden = listen(page, false);
    await pause(15);
    const host_cpu_hidden_percent = await cpu(pid, seconds);
    hidden.abort();
    const visible = listen(page, true);
    await pause(15);
    const host_cpu_visible_percent = await cpu(pid, seconds);
    const host_rss_mb = residentMegabytes(pid);
    visible.abort();
    // The client tells the host of each stream it lets go of; a socket that is shut before is an error to it.
    await pause(1);
    page.socket.terminate();
    return { host_rss_mb, host_cpu_visible_percent, host_cpu_hidden_percent };
  } finally {
    child.kill('SIGINT');
    await once(child, 'exit');
    await composeCli(engine, ['-p', project, 'down', '-v', '-t', '0']);
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Bytes on disk of 30 services over 30 days, in MB (10^6): the same simulation as the unit test's. */
export function historyMegabytes(): number {
  const dir = mkdtempSync(join(tmpdir(), 'sutazai-bench-'));
  try {
    let now = Date.UTC(2026, 0, 1);
    const history = openHistory(dir, { clock: () => now });
    fillMonth(history, now, (time) => {
      now = time;
    });
    history.close();
    return Number((statSync(join(dir, 'history.db')).size / 1e6).toFixed(1));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The streams a page has open; in the background it lets go of the live figures. */
function listen({ api }: Page, visible: boolean): AbortController {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const options = { signal: stop.signal };
  const drain = async (stream: Promise<AsyncIterable<unknown>>) => {
    try {
      for await (const _ of await stream);
    } catch {
      // Let go of.
    }
  };
  void drain(api.stack.watch(undefined, options));
  void drain(api.stack.operation(undefined, options));
  void drain(api.host.notices(undefined, options));
  void drain(api.settings.watch(undefined, options));
  if (visible) void drain(api.monitor.live(undefined, options));
  return stop;
}

/** Percent of one core that a process used over so many seconds (proc(5): fields 14 and 15 of stat). */
async function cpu(pid: number, seconds: number): Promise<number> {
  const hertz = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  const ticks = () => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  };
  const before = ticks();
  const begun = performance.now();
  await pause(seconds);
  const took = (performance.now() - begun) / 1000;
  return Number((((ticks() - before) / hertz / took) * 100).toFixed(2));
}

function residentMegabytes(pid: number): number {
  const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(((Number(kib) * 1024) / 1e6).toFixed(1));
}

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
