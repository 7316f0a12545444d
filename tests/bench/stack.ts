// `npm run bench:stack`: the thirty-service project, brought up by us and by docker compose v2 in turn, on the same engine
// in the same run. Prints one JSON line; times are medians in milliseconds of whole processes.
//   BENCH_RUNS (5)   BENCH_ENGINE (28 | 20)   BENCH_5S=0 leaves the long-interval rounds out
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composePath, dockerCli, dockerHost, engine as engineOf, labCommand } from '../lab/lab.ts';

const runs = Number(process.env.BENCH_RUNS ?? 5);
const engine = process.env.BENCH_ENGINE === '20' ? '20' : '28';
const cli = fileURLToPath(new URL('../../packages/cli/dist/sutazai.mjs', import.meta.url));
const project = 'peerbench';
const home = mkdtempSync(join(tmpdir(), 'sutazai-bench-'));

interface Tool {
  name: 'ours' | 'compose';
  up(files: string[]): string[];
  down(): string[];
}
const tools: Tool[] = [
  {
    name: 'ours',
    up: (files) => [process.execPath, cli, '-p', project, ...files.flatMap((f) => ['-f', f]), 'up', '--quiet'],
    down: () => [process.execPath, cli, '-p', project, '-f', 'compose.yaml', 'down', '-v', '--quiet'],
  },
  {
    name: 'compose',
    up: (files) => [composePath(), '-p', project, ...files.flatMap((f) => ['-f', f]), 'up', '-d', '--wait'],
    down: () => [composePath(), '-p', project, '-f', 'compose.yaml', 'down', '-v'],
  },
];

type Row = Record<'up' | 'noop' | 'change' | 'down', number>;

async function main(): Promise<void> {
  cpSync(fileURLToPath(new URL('./compose-peer', import.meta.url)), home, { recursive: true });
  writeFileSync(join(home, 'secret.txt'), randomBytes(24).toString('hex'));
  const rows: Record<Tool['name'], Row[]> = { ours: [], compose: [] };
  const rows5: Record<Tool['name'], number[]> = { ours: [], compose: [] };
  let rss = 0;
  try {
    await timed(tools[1]?.down() ?? [], {});
    await letGo();
    for (let i = 0; i < runs; i++) {
      // Who begins alternates, so that neither always meets the warmer machine.
      for (const tool of i % 2 === 0 ? tools : [...tools].reverse()) {
        const up = await timed(tool.up(['compose.yaml']), {});
        const noop = await timed(tool.up(['compose.yaml']), {});
        const change = await timed(tool.up(['compose.yaml', 'change.yaml']), { CHANGED: String(i) });
        const down = await timed(tool.down(), {});
        await letGo();
        if (tool.name === 'ours') rss = Math.max(rss, up.rssMb);
        rows[tool.name].push({ up: up.ms, noop: noop.ms, change: change.ms, down: down.ms });
        note(`${tool.name} ${i + 1}: up ${up.ms} noop ${noop.ms} change ${change.ms} down ${down.ms}`);
      }
    }
    for (let i = 0; i < (process.env.BENCH_5S === '0' ? 0 : runs); i++) {
      for (const tool of i % 2 === 0 ? tools : [...tools].reverse()) {
        const up = await timed(tool.up(['compose.yaml']), { HC_INTERVAL: '5s' });
        await timed(tool.down(), {});
        await letGo();
        rows5[tool.name].push(up.ms);
        note(`${tool.name} ${i + 1}: up at 5 s intervals ${up.ms}`);
      }
    }
    await timed(tools[0]?.up(['compose.yaml']) ?? [], { HC_INTERVAL: '30s' });
    const idle = await idleCpuPercent();
    await timed(tools[0]?.down() ?? [], {});
    const figure = (key: keyof Row) =>
      pair(
        rows.ours.map((r) => r[key]),
        rows.compose.map((r) => r[key]),
      );
    console.log(
      JSON.stringify({
        up: figure('up'),
        ...(rows5.ours.length > 0 ? { up_5s: pair(rows5.ours, rows5.compose) } : {}),
        noop: figure('noop'),
        change: figure('change'),
        down: figure('down'),
        idle_cpu_percent: idle,
        peak_rss_mb: rss,
        engine,
        runs,
      }),
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/**
 * 20.10 forgets to let go of an endpoint now and then. No client can remove that network, and docker compose's next `up` fails
 * on it: the engine is restarted, between the figures.
 */
async function letGo(): Promise<void> {
  const on = engineOf(engine);
  const left = (
    await dockerCli(on, ['network', 'ls', '-q', '--filter', `label=com.docker.compose.project=${project}`])
  ).stdout
    .split('\n')
    .filter(Boolean);
  if (left.length === 0) return;
  note(`the engine would not let go of ${left.length} network(s): it is restarted`);
  await labCommand(['restart-engine', engine]);
  await dockerCli(on, ['network', 'rm', ...left]);
}

function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

function environment(extra: Record<string, string>): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: home,
    DOCKER_HOST: dockerHost(engine),
    HC_INTERVAL: '1s',
    READY_MS: '200',
    ...extra,
  };
}

/** Wall time of one process and its peak memory; a failure of the tool ends the benchmark, as its figure would mean nothing. */
async function timed(command: string[], extra: Record<string, string>): Promise<{ ms: number; rssMb: number }> {
  const [file = '', ...args] = command;
  const begun = performance.now();
  const child = spawn(file, args, { cwd: home, env: environment(extra), stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (d: Buffer) => output.push(d));
  child.stderr.on('data', (d: Buffer) => output.push(d));
  let rssMb = 0;
  const timer = setInterval(() => {
    rssMb = Math.max(rssMb, peakRssMb(child));
  }, 100);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(timer);
  const ms = Math.round(performance.now() - begun);
  if (code !== 0) {
    const text = Buffer.concat(output).toString();
    // A network that is left behind is dealt with by letGo.
    if (!command.includes('down') || !text.includes('has active endpoints'))
      throw new Error(`${command.join(' ')} exited with ${code}:\n${text.slice(-2000)}`);
  }
  return { ms, rssMb };
}

function peakRssMb(child: ChildProcess): number {
  try {
    const text = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

/** Processor time of `status --watch` over 30 s in which nothing happens, in percent of one core. */
async function idleCpuPercent(): Promise<number> {
  const child = spawn(process.execPath, [cli, '-p', project, '-f', 'compose.yaml', 'status', '--watch', '--json'], {
    cwd: home,
    env: environment({ HC_INTERVAL: '30s' }),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await sleep(3000);
  const before = cpuMs(child);
  const begun = performance.now();
  await sleep(30_000);
  const percent = ((cpuMs(child) - before) / (performance.now() - begun)) * 100;
  child.kill('SIGINT');
  await new Promise((resolve) => child.on('close', resolve));
  return Math.round(percent * 1000) / 1000;
}

/** User and system time so far. /proc counts in hundredths of a second. */
function cpuMs(child: ChildProcess): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function pair(ours: readonly number[], compose: readonly number[]) {
  const a = median(ours);
  const b = median(compose);
  return { ours: a, compose: b, ratio: Math.round((a / b) * 1000) / 1000 };
}

await main();
