// One project served by the built program, as a person runs it: in a process of its own, with the built pages.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, readUntil } from '../../api/served.ts';
import { composeCli, type Engine } from '../../lab/lab.ts';

export const bundle = fileURLToPath(new URL('../../../packages/cli/dist/sutazai.mjs', import.meta.url));

export interface Serving {
  link: string;
  close: () => Promise<void>;
}

/** Serves a project whose services all run. */
export async function serveRunning(engine: Engine, compose: string, name: string): Promise<Serving> {
  const dir = mkdtempSync(join(tmpdir(), 'sutazai-bench-'));
  const project = `sutazai-bench-${name}-${process.pid}`;
  const file = join(dir, 'compose.yaml');
  writeFileSync(file, compose);
  const options = ['-f', file, '-p', project, '--state-dir', join(dir, 'state'), '--host', engine.dockerHost];
  const child = spawn(process.execPath, [bundle, ...options, 'serve', '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const close = async () => {
    child.kill('SIGINT');
    await once(child, 'exit');
    await composeCli(engine, ['-p', project, 'down', '-v', '-t', '0']);
    rmSync(dir, { recursive: true, force: true });
  };
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
    await page.api.settings.set({ firstRunDone: true });
    await page.close();
    return { link, close };
  } catch (error) {
    await close();
    throw error;
  }
}
