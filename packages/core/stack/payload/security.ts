import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Service } from '../../compose/index.ts';
import type { HostConfig } from '../../engine/index.ts';
import { PayloadError } from './payload-error.ts';
import { filled, type Present, present } from './present.ts';

/**
 * Rights and limits of the processes. Reads a seccomp profile from disk, as the engine takes it inline only (facts 2):
 * the one read of a file in this folder besides the content hash. Throws {@link PayloadError} if it cannot be read.
 */
export function securityPart(service: Service, workingDir: string): Present<HostConfig> {
  const options = service.security_opt ?? [];
  const unconfined = options.includes('systempaths=unconfined');
  return present({
    CapAdd: capabilities(service.cap_add),
    CapDrop: capabilities(service.cap_drop),
    SecurityOpt: filled(
      options.filter((o) => o !== 'systempaths=unconfined').map((option) => securityOption(option, workingDir)),
    ),
    // Empty lists, not absent ones: they lift the engine's own.
    MaskedPaths: unconfined ? [] : undefined,
    ReadonlyPaths: unconfined ? [] : undefined,
    Privileged: service.privileged || undefined,
    ReadonlyRootfs: service.read_only || undefined,
    Sysctls: filled(service.sysctls),
    GroupAdd: filled(service.group_add?.map(String)),
    UsernsMode: service.userns_mode || undefined,
  });
}

/** Path of the seccomp profile that an option names, absolute; `undefined` for any other option. */
export function seccompFile(option: string, workingDir: string): string | undefined {
  const profile = /^seccomp[=:](.+)$/.exec(option)?.[1];
  if (profile === undefined || profile === 'unconfined' || profile === 'builtin') return undefined;
  return resolve(workingDir, profile);
}

/** `net_admin` → `CAP_NET_ADMIN`, as Docker's own client writes them; older engines do not do it themselves. */
function capabilities(names: readonly string[] | undefined): string[] | undefined {
  const full = (names ?? []).map((name) => {
    const upper = name.toUpperCase();
    return upper === 'ALL' || upper.startsWith('CAP_') ? upper : `CAP_${upper}`;
  });
  return filled([...new Set(full)].sort());
}

function securityOption(option: string, workingDir: string): string {
  if (option !== 'no-new-privileges' && !/[=:]/.test(option)) {
    throw new PayloadError(`invalid security_opt: ${option}`, 'security_opt');
  }
  const file = seccompFile(option, workingDir);
  if (file === undefined) return option;
  try {
    return `seccomp=${JSON.stringify(JSON.parse(readFileSync(file, 'utf8')))}`;
  } catch (cause) {
    throw new PayloadError(`the seccomp profile ${file} cannot be read`, 'security_opt', { cause });
  }
}
