import type { Service } from '../compose/index.ts';
import { type CatalogueEntry, catalogue, loadModel, type OpenOptions, profileGroups } from '../stack/index.ts';
import type { Store } from '../store/index.ts';

export interface Overview {
  project: string;
  tiers: string[];
  services: (CatalogueEntry & { enabled: boolean; external?: { url: string }; dependsOn: string[] })[];
  profiles: {
    name: string;
    title: string;
    about?: string;
    on: boolean;
    group?: string[];
    services: string[];
    memoryBytes: number;
  }[];
  memoryBytes: number;
  warnings: string[];
}

/** The order of the product's own tiers; those of other projects come after them, as their files name them. */
const tierOrder = ['core', 'vectors', 'model', 'platform', 'agents', 'monitoring'];

/** What the stack consists of, by files and choices alone: needs no engine. */
export async function overview(options: OpenOptions, store: Store): Promise<Overview> {
  // Services that run elsewhere are shown with all that the files say of them.
  const model = await loadModel(options, {
    externals: { ...store.externals, list: () => ({}) },
    choices: store.choices,
  });
  const external = store.externals.list(model.project.name);
  const all: Record<string, Service> = { ...model.disabled, ...model.project.services };
  const entries = catalogue({ services: all }, tierOrder);
  const services = entries.map((entry) => {
    const elsewhere = external[entry.service];
    return {
      ...entry,
      ports: entry.ports.filter((p) => Number.isInteger(p.host) && p.host > 0),
      enabled: entry.service in model.project.services && !elsewhere,
      ...(elsewhere ? { external: elsewhere } : {}),
      dependsOn: Object.keys(all[entry.service]?.depends_on ?? {}),
    };
  });
  const sum = (list: readonly CatalogueEntry[]) => list.reduce((total, s) => total + (s.memoryBytes ?? 0), 0);
  const groups = profileGroups(model.project);
  const words = profileWords(model.project);
  const names = [...new Set(services.flatMap((s) => s.profiles))].sort();
  return {
    project: model.project.name,
    tiers: [...new Set(services.map((s) => s.tier))],
    services,
    profiles: names.map((name) => {
      const own = services.filter((s) => s.profiles.includes(name));
      const group = groups.find((g) => g.includes(name));
      const about = words[name]?.about;
      return {
        name,
        title: words[name]?.title ?? name,
        ...(about === undefined ? {} : { about }),
        on: model.profiles.includes(name) || model.profiles.includes('*'),
        ...(group ? { group } : {}),
        services: own.map((s) => s.service),
        memoryBytes: sum(own),
      };
    }),
    memoryBytes: sum(services.filter((s) => s.enabled)),
    warnings: model.warnings,
  };
}

/** `x-sutazai: {profiles: {NAME: {title, about}}}` of the main file: what a profile is called. */
function profileWords(project: object): Record<string, { title?: string; about?: string } | undefined> {
  const block = (project as { 'x-sutazai'?: { profiles?: unknown } })['x-sutazai'];
  const profiles = block?.profiles;
  return profiles !== null && typeof profiles === 'object'
    ? (profiles as Record<string, { title?: string; about?: string }>)
    : {};
}
