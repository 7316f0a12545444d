import type { PortChoice } from '@sutazai/core/contract';
import type { ServiceRow } from '../../state/rows.ts';

/** Host ports of a service, each once, and whether it stands elsewhere than the files ask for. */
export function portsOf(
  row: ServiceRow,
  choices: readonly PortChoice[] = [],
): { published: number; target: number; moved: boolean }[] {
  const wanted = new Map(choices.filter((c) => c.service === row.service).map((c) => [c.target, c.default]));
  const seen = new Map<number, { published: number; target: number; moved: boolean }>();
  for (const port of row.status?.ports ?? []) {
    if (!port.published || seen.has(port.published)) continue;
    const asked = wanted.get(port.target);
    seen.set(port.published, {
      published: port.published,
      target: port.target,
      moved: asked !== undefined && asked !== port.published,
    });
  }
  return [...seen.values()].sort((a, b) => a.published - b.published);
}

/** Where its own page is, if it has one and runs. */
export function webAddress(row: ServiceRow): string | undefined {
  const web = row.entry?.web;
  if (!web) return row.status?.url;
  const port = portsOf(row).find((p) => p.target === web.port);
  return port ? `http://127.0.0.1:${port.published}${web.path}` : undefined;
}
