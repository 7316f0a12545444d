import type { Service } from '../../compose/index.ts';
import type { ContainerSpec } from '../../engine/index.ts';
import { nanoseconds } from './nanoseconds.ts';
import { type Present, present } from './present.ts';

/** What runs in the container and how it is stopped: the top level of the create body (facts 2). */
export function processSpec(
  service: Service,
  /** Proxy variables of the CLI's config, underneath the service's own environment. */
  proxies: Readonly<Record<string, string>> = {},
): Present<Partial<ContainerSpec>> {
  return present({
    // `[]` and null are different things: the first clears the image's value, the second keeps it.
    Cmd: service.command ?? undefined,
    Entrypoint: service.entrypoint ?? undefined,
    Env: envList({ ...proxies, ...service.environment }),
    WorkingDir: service.working_dir,
    User: service.user,
    Hostname: service.hostname,
    Domainname: service.domainname,
    Tty: service.tty || undefined,
    OpenStdin: service.stdin_open || undefined,
    StopSignal: service.stop_signal,
    StopTimeout: stopTimeout(service.stop_grace_period),
  });
}

/** `K=V` entries by key; a bare `K` (null: unset) makes the engine drop a variable of the image. */
function envList(environment: Readonly<Record<string, string | null>>): string[] | undefined {
  const keys = Object.keys(environment).sort();
  if (keys.length === 0) return undefined;
  return keys.map((key) => {
    const value = environment[key];
    return value === null || value === undefined ? key : `${key}=${value}`;
  });
}

/** Whole seconds, rounded up: compose cuts off, so that 500 ms become an immediate kill (facts 2). */
function stopTimeout(grace: string | undefined): number | undefined {
  const ns = nanoseconds(grace);
  return ns === undefined ? undefined : Math.ceil(ns / 1e9);
}
