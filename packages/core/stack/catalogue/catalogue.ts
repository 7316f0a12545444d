import type { Project, Service } from '../../compose/index.ts';

/** What a person wants to know about a service, from its compose definition and its `x-sutazai` block. */
export interface CatalogueEntry {
  service: string;
  tier: string;
  title: string;
  about: string;
  /** `image:tag`, without a digest. */
  image: string;
  /** Runs once at each start and ends. */
  job: boolean;
  /** Switched on by one of these; empty means always. */
  profiles: string[];
  ports: { host: number; container: number }[];
  /** Named volumes and where the service sees them. */
  data: { volume: string; path: string }[];
  /** How its health is asked, in one line; empty for a job. */
  health: string;
  backup: string;
  licence: string;
  memoryBytes?: number;
  /** Path of its own web page, and the container port that serves it. */
  web?: { port: number; path: string };
}

interface Block {
  tier?: string;
  title?: string;
  about?: string;
  licence?: string;
  backup?: string;
  job?: boolean;
  web?: { port: number; path: string };
}

/** Every service of a project, in the order of tiers and then of the file's names. */
export function catalogue(project: Pick<Project, 'services'>, tiers: readonly string[] = []): CatalogueEntry[] {
  const rank = (tier: string) => (tiers.includes(tier) ? tiers.indexOf(tier) : tiers.length);
  return Object.entries(project.services)
    .map(([service, definition]) => entryOf(service, definition))
    .sort((a, b) => rank(a.tier) - rank(b.tier) || a.service.localeCompare(b.service));
}

function entryOf(service: string, s: Service): CatalogueEntry {
  const block = (s['x-sutazai'] ?? {}) as Block;
  const memory = s.mem_limit ?? s.deploy?.resources?.limits?.memory;
  return {
    service,
    tier: block.tier ?? 'other',
    title: block.title ?? service,
    about: block.about ?? '',
    image: (s.image ?? '').replace(/@.*$/, ''),
    job: block.job === true,
    profiles: s.profiles ?? [],
    ports: (s.ports ?? []).map((p) => ({ host: Number(p.published), container: p.target })),
    data: (s.volumes ?? []).flatMap((v) =>
      v.type === 'volume' && v.source ? [{ volume: v.source, path: v.target }] : [],
    ),
    health: healthOf(s),
    backup: block.backup ?? '',
    licence: block.licence ?? '',
    ...(memory === undefined ? {} : { memoryBytes: Number(memory) }),
    ...(block.web ? { web: block.web } : {}),
  };
}

/** The command as a person would type it; what asks through bash's own TCP is told by what it asks. */
function healthOf({ healthcheck }: Service): string {
  const test = healthcheck?.test;
  if (!Array.isArray(test) || test[0] === 'NONE') return '';
  const text = test.slice(1).join(' ');
  const tcp = /\/dev\/tcp\/[\d.]+\/(\d+).*?GET (\S+) HTTP/s.exec(text);
  return tcp ? `GET ${tcp[2]} on port ${tcp[1]}` : text.replaceAll('$$', '$').trim();
}
