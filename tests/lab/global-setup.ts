// Vitest's global set-up of the integration tests: has the lab running with its images, or says plainly why not. Then
// tests that need it are skipped (see labAvailable); with SUTAZAI_NO_SKIP=1 a missing lab is an error.
import { env } from 'node:process';
import { labCommand, labStatus, UNAVAILABLE } from './lab.ts';

const NEEDED = ['28', '20', 'registry'] as const;
const lastLines = (text: string): string => text.trim().split('\n').slice(-3).join(' ');

async function must(args: string[]): Promise<void> {
  const { code, stderr, stdout } = await labCommand(args, { timeout: 900_000 });
  if (code !== 0) throw new Error(`lab.sh ${args.join(' ')}: ${lastLines(stderr || stdout) || `exit code ${code}`}`);
}

/** Starts what is missing; answers what it started. */
async function prepare(): Promise<string[]> {
  if (process.platform !== 'linux') throw new Error(`the lab needs Linux, this is ${process.platform}`);
  const before = await labStatus();
  const missing = NEEDED.filter((name) => !before.engines[name].running);
  const root = process.getuid?.() === 0;
  if (missing.length > 0 && !root) throw new Error(`not running: ${missing.join(', ')}; starting them needs root`);
  if (!root) return [];
  if (!before.installed) await must(['install']);
  await must(['up', ...NEEDED]);
  await must(['images', '28', '20', 'registry-seed']);
  return missing;
}

export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  try {
    const started = await prepare();
    // In CI nothing stays behind; on a developer's machine the next run is quicker with engines that run already.
    if (started.length === 0 || env.CI !== 'true' || env.SUTAZAI_LAB_KEEP) return undefined;
    return async () => {
      await must(['down', ...started]);
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (env.SUTAZAI_NO_SKIP === '1') throw new Error(`The test lab can't be had: ${reason}`, { cause: error });
    env[UNAVAILABLE] = reason;
    console.warn(`\nTests that need a container engine are skipped: ${reason}\n`);
    return undefined;
  }
}
