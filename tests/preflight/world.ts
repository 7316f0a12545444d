// What the preflight tests look at besides our own stream: programs that hold ports, and what the engine has of a project.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { dockerCli, type Engine } from '../lab/lab.ts';
import type { TestProject } from '../stack/project.ts';

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface Listener {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/** A program of its own that listens, so that its name is not the test's. */
export async function listener(host = '0.0.0.0'): Promise<Listener> {
  const script = `const s = require('node:net').createServer().listen(0, ${JSON.stringify(host)}, () => console.log(s.address().port))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    port: Number(line.toString()),
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** Everything that the engine has of a project: ids of containers (also stopped), networks and volumes. */
export async function belongings(project: TestProject): Promise<string[]> {
  const filter = ['-q', '--filter', `label=com.docker.compose.project=${project.name}`];
  const all = await Promise.all(
    [
      ['ps', '-a'],
      ['network', 'ls'],
      ['volume', 'ls'],
    ].map((what) => docker(project.engine, ...what, ...filter)),
  );
  return all.flatMap((out) => out.split('\n').filter(Boolean));
}

/** The output of the engine's own client, which must succeed. */
export async function docker(engine: Engine, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await dockerCli(engine, args);
  if (code !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
  return stdout;
}
