import type { LoadedProject } from './load.ts';
import type { Project } from './model.ts';

/**
 * What `docker compose config --format json` prints: `$` doubled, so that the output is a compose file again, and the
 * extensions of services and resources left out (v2.40.3 prints only those of the top level).
 */
export function renderConfig(loaded: Pick<LoadedProject, 'project'>): Project {
  const { models: _, ...project } = loaded.project;
  const result = escaped(project) as Record<string, unknown>;
  for (const kind of ['services', 'networks', 'volumes', 'secrets', 'configs']) {
    const all = result[kind] as Record<string, Record<string, unknown>> | undefined;
    for (const one of Object.values(all ?? {})) {
      withoutExtensions(one);
      for (const part of ['build', 'deploy', 'healthcheck', 'logging']) withoutExtensions(one[part]);
    }
  }
  return result as unknown as Project;
}

function withoutExtensions(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const one = value as Record<string, unknown>;
  for (const key of Object.keys(one)) if (key.startsWith('x-')) delete one[key];
}

/** Keys in alphabetical order, so that the same project always gives the same text. */
function escaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(escaped);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, escaped(v)]));
}
