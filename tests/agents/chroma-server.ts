// The real Chroma, as the product's image runs it, on a port of the engine's choice.
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { dockerCli, engine28 } from '../lab/lab.ts';
import { imageMap } from '../product/images.ts';

export interface ChromaServer {
  url: string;
  stop(): Promise<void>;
  /** On the port that it had. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

export async function startChroma(port: number): Promise<ChromaServer> {
  const build = fileURLToPath(new URL('../images/build.sh', import.meta.url));
  execFileSync('bash', [build, 'chroma'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const name = `sutazai-agent-chroma-${process.pid}`;
  const docker = async (...args: string[]) => {
    const result = await dockerCli(engine28(), args);
    if (result.code !== 0) throw new Error(`docker ${args[0]}: ${result.stderr}`);
  };
  const url = `http://127.0.0.1:${port}`;
  const answers = async () => {
    for (const until = Date.now() + 60_000; Date.now() < until; await pause(50))
      if (
        (
          await fetch(`${url}/api/v2/tenants/default_tenant/databases/default_database/collections`).catch(
            () => undefined,
          )
        )?.ok
      )
        return;
    throw new Error('Chroma does not answer');
  };
  await docker('run', '-d', '--name', name, '-p', `127.0.0.1:${port}:8000`, imageMap('fast')['chromadb/chroma'] ?? '');
  await answers();
  return {
    url,
    stop: () => docker('stop', '-t', '2', name),
    start: () => docker('start', name).then(answers),
    remove: () => docker('rm', '-f', '-v', name),
  };
}
