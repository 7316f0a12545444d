import { readFileSync } from 'node:fs';
import { dockerCli, type Engine } from '../lab/lab.ts';

/** Connections that are open to one port of a container, by the caller's address and port: read from the kernel, at once. */
export async function socketsOf(engine: Engine, container: string, port: number): Promise<() => Set<string>> {
  const found = await dockerCli(engine, ['inspect', '-f', '{{.State.Pid}}', container]);
  const pid = Number(found.stdout.trim());
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return () => {
    const open = new Set<string>();
    for (const file of ['tcp', 'tcp6']) {
      for (const line of readFileSync(`/proc/${pid}/net/${file}`, 'utf8').split('\n').slice(1)) {
        // sl, local address, remote address, state (01: established)
        const [, here = '', there = '', state] = line.trim().split(/\s+/);
        if (here.endsWith(local) && state === '01') open.add(there);
      }
    }
    return open;
  };
}
