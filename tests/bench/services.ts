// `npm run bench:services`: the platform's services beside a FastAPI app with the same routes under uvicorn, in the same run.
// Prints one JSON line; throughput in requests a second, times in milliseconds, each the median of the rounds.
//   BENCH_ROUNDS (5)   BENCH_SECONDS (4)   BENCH_ONLY (http, bridge or faiss)
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faissPython } from '../services/faiss-process.ts';
import { type ProcessOptions, type ServiceProcess, startProcess } from '../services/process.ts';
import { addedMs, many, pace } from './services/bridge.ts';
import { load, type Measured, median, round } from './services/load.ts';

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const seconds = Number(process.env.BENCH_SECONDS ?? 4);
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const note = (text: string) => process.stderr.write(`${text}\n`);
const dir = mkdtempSync(join(tmpdir(), 'sutazai-bench-'));

const only = process.env.BENCH_ONLY;
const python = faissPython();
const node = process.execPath;

async function main(): Promise<void> {
  const parts = { http, bridge, faiss };
  const results = [];
  for (const [name, part] of Object.entries(parts)) if (only === undefined || only === name) results.push(await part());
  console.log(JSON.stringify(Object.assign({}, ...results)));
}

async function http() {
  const backend = await serve(node, [at('../../packages/backend/dist/app/backend.mjs')], (port) => ({
    ...{ NODE_ENV: 'production', BACKEND_PORT: String(port), PGLITE_DIR: join(dir, 'db') },
    BACKEND_JWT_SECRET: randomBytes(32).toString('hex'),
  }));
  const token = await login(backend);
  const peerToken = randomBytes(32).toString('hex');
  const peerArgs = (port: number) => [at('./services/peer.py'), String(port), peerToken];
  const peer = await serve(python, peerArgs);
  const quiet = await serve(python, (port) => [...peerArgs(port), 'quiet']);
  const sides = [
    { name: 'ours', url: backend, headers: { authorization: `Bearer ${token}` } },
    { name: 'peer', url: peer, headers: { authorization: `Bearer ${peerToken}` } },
    { name: 'quiet', url: quiet, headers: { authorization: `Bearer ${peerToken}` } },
  ] as const;

  const measured: Record<string, Record<'ours' | 'peer' | 'quiet', Measured[]>> = {
    '/health': { ours: [], peer: [], quiet: [] },
    '/api/v1/agents': { ours: [], peer: [], quiet: [] },
  };
  for (const side of sides) for (const path of Object.keys(measured)) await load(side.url + path, 2, side.headers);
  for (let i = 0; i < rounds; i++) {
    for (const [path, results] of Object.entries(measured)) {
      // Who begins alternates, so that neither always meets the warmer machine.
      for (const side of i % 2 === 0 ? sides : [...sides].reverse()) {
        const result = await load(side.url + path, seconds, side.headers);
        results[side.name].push(result);
        note(`${path} ${side.name}: ${Math.round(result.rps)}/s, p99 ${result.p99} ms`);
      }
    }
  }
  await endAll();
  const figure = (path: string) => {
    const { ours, peer, quiet } = measured[path] ?? { ours: [], peer: [], quiet: [] };
    return { ...compare(ours, peer), peer_without_access_log: compare(ours, quiet) };
  };
  return { health: figure('/health'), agents: figure('/api/v1/agents') };
}

async function bridge() {
  const agent = await serve(node, (port) => ['--import', 'tsx', at('./services/agent.ts'), String(port)]);
  const url = await serve(node, [at('../../packages/mcp-bridge/dist/app/mcp-bridge.mjs')], (port) => ({
    ...{ NODE_ENV: 'production', BRIDGE_PORT: String(port), AGENT_URLS: `langchain=${agent}` },
  }));
  const added = [];
  for (let i = 0; i < rounds; i++) added.push(await addedMs(agent, url, 400));
  note(`the bridge adds ${added.join(', ')} ms`);
  const paced = [];
  for (let i = 0; i < Math.min(rounds, 3); i++) paced.push(await pace(agent, url));
  note(`tokens a second: ${JSON.stringify(paced)}`);
  const streams = await many(url, 500);
  const { most } = (await (await fetch(`${agent}/most`)).json()) as { most: number };
  note(`streams: ${JSON.stringify({ ...streams, most })}`);
  await endAll();
  return {
    bridge_added_ms_p50: median(added),
    bridge_stream_tps: { direct: median(paced.map((p) => p.direct)), bridge: median(paced.map((p) => p.bridge)) },
    streams: { ...streams, at_a_time: most },
  };
}

async function faiss() {
  return { faiss: JSON.parse(execFileSync(python, [at('../../packages/faiss/bench/bench.py')], { encoding: 'utf8' })) };
}

const running: ServiceProcess[] = [];
async function serve(
  command: string,
  args: ProcessOptions['args'],
  env: ProcessOptions['env'] = () => ({}),
): Promise<string> {
  const started = await startProcess({ command, args, env });
  running.push(started);
  return started.url;
}
async function endAll(): Promise<void> {
  await Promise.all(running.splice(0).map((p) => p.stop()));
}

function compare(ours: readonly Measured[], peer: readonly Measured[]) {
  const of = (results: readonly Measured[]) => ({
    rps: Math.round(median(results.map((r) => r.rps))),
    p99: round(median(results.map((r) => r.p99))),
  });
  const [a, b] = [of(ours), of(peer)];
  return { ours: a, peer: b, ratio: round(a.rps / b.rps), p99_ratio: round(a.p99 / b.p99) };
}

async function login(backend: string): Promise<string> {
  const body = JSON.stringify({ name: 'bench', password: randomBytes(9).toString('base64url') });
  const headers = { 'content-type': 'application/json' };
  for (;;) {
    // The database is made on the first start; until then this is a 503.
    const response = await fetch(`${backend}/api/v1/auth/setup`, { method: 'POST', headers, body });
    if (response.ok) return ((await response.json()) as { access_token: string }).access_token;
    if (response.status !== 503) throw new Error(`set-up: ${response.status} ${await response.text()}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

try {
  await main();
} finally {
  await endAll();
  rmSync(dir, { recursive: true, force: true });
}
