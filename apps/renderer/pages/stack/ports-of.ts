import type { ServiceRow } from '../../state/rows.ts';

/** Host ports of a service, each once, and whether it stands elsewhere than the files say. */
export function portsOf(row: ServiceRow): { published: number; target: number; moved: boolean }[] {
  const wanted = new Map(row.entry?.ports.map((p) => [p.container, p.host]));
  const seen = new Map<number, { published: number; target: number; moved: boolean }>();
  for (const port of row.status?.ports ?? []) {
    if (!port.published || seen.has(port.published)) continue;
    const host = wanted.get(port.target);
    const moved = host !== undefined && Number.isFinite(host) && host > 0 && host !== port.published;
    seen.set(port.published, { published: port.published, target: port.target, moved });
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
