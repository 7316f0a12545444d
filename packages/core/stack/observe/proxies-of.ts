import type { ContainerDetail } from '../../engine/index.ts';

const names = /^(https?|ftp|all|no)_proxy=/i;

/**
 * Proxy variables that a container has. The CLI's config gave them to it, not the files: as with docker compose, a change
 * there makes no container differ from what the files ask for.
 */
export function proxiesOf(detail: ContainerDetail): Record<string, string> {
  const { Env } = (detail.raw.Config ?? {}) as { Env?: string[] | null };
  return Object.fromEntries(
    (Env ?? []).flatMap((entry) => {
      if (!names.test(entry)) return [];
      const equals = entry.indexOf('=');
      return [[entry.slice(0, equals), entry.slice(equals + 1)]];
    }),
  );
}
