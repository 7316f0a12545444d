import { mkdir, writeFile } from 'node:fs/promises';
import { release, totalmem } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { renderConfig } from '../compose/index.ts';
import { fromUnknown, redact } from '../diagnose/index.ts';
import { redactions, type Stack } from '../stack/index.ts';
import type { Host } from './host.ts';

export interface DiagnosticsFile {
  name: string;
  text: string;
}

/** Lines of each sick service's log that go along. */
const logLines = 200;

/**
 * What a report of a fault needs, and nothing that is secret: every text goes through the same mask as everything that is
 * shown. A part that cannot be had says why in its place.
 */
export async function diagnosticsFiles(host: Host, signal: AbortSignal): Promise<DiagnosticsFile[]> {
  const model = await host.model().catch(() => undefined);
  const secrets = model ? redactions(model) : [];
  const parts: [string, () => unknown][] = [
    ['about.json', () => about(host)],
    ['settings.json', () => host.settings.get()],
    ['notices.json', () => host.notices.list()],
    ['engines.json', () => host.engines(signal)],
    ['compose.yaml', async () => stringify(renderConfig(await host.model()))],
    ['status.json', () => host.stack.use((stack) => stack.status({ signal }))],
    ['preflight.json', () => host.stack.use((stack) => stack.preflight({ signal }))],
    ['operations.json', () => host.store.operations.list(undefined, 20)],
    ['sick.json', () => sick(host, signal)],
    ['logs.txt', () => logs(host, signal)],
  ];
  return Promise.all(parts.map(async ([name, get]) => ({ name, text: redact(await textOf(get), secrets) })));
}

/** Writes what was shown, into one file that only this user can read. */
export async function saveDiagnostics(host: Host, signal: AbortSignal): Promise<string> {
  const files = await diagnosticsFiles(host, signal);
  const folder = join(host.options.stateDir, 'diagnostics');
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const path = join(folder, `sutazai-diagnostics-${stamp}.txt`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const text = files.map((f) => `===== ${f.name} =====\n${f.text.trimEnd()}\n`).join('\n');
  await writeFile(path, text, { mode: 0o600 });
  return path;
}

async function textOf(get: () => unknown): Promise<string> {
  try {
    const value = await get();
    return typeof value === 'string' ? value : JSON.stringify(value ?? null, undefined, 2);
  } catch (error) {
    const { code, title } = fromUnknown(error).diagnosis;
    return `not available: ${code}: ${title}`;
  }
}

function about(host: Host): unknown {
  const { version, mode, platform, stateDir } = host.options;
  return {
    version,
    mode,
    platform,
    system: release(),
    architecture: process.arch,
    node: process.version,
    memoryBytes: totalmem(),
    stateDir,
    now: new Date().toISOString(),
    upForSeconds: Math.round(process.uptime()),
  };
}

const sickStates = new Set(['failed', 'unhealthy', 'restarting', 'stopped']);

/** As the engine says now: what the pages show may be a moment old. */
async function sickServices(stack: Stack, signal: AbortSignal): Promise<string[]> {
  const { services } = await stack.status({ signal });
  return services.filter((s) => sickStates.has(s.state)).map((s) => s.service);
}

function sick(host: Host, signal: AbortSignal): Promise<unknown> {
  return host.stack.use(async (stack) => {
    const services = await sickServices(stack, signal);
    return (await Promise.all(services.map((service) => stack.diagnose(service, { signal })))).flat();
  });
}

function logs(host: Host, signal: AbortSignal): Promise<string> {
  return host.stack.use(async (stack) => {
    const services = await sickServices(stack, signal);
    if (services.length === 0) return 'every service is well; no log lines are taken along';
    const lines: string[] = [];
    for await (const line of stack.logs({ services }, { tail: logLines, signal })) {
      if (line.kind === 'line') lines.push(`${line.timestamp} ${line.container} ${line.text}`);
    }
    return lines.join('\n');
  });
}
