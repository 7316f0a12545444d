import type { AdminClient } from './admin.ts';
import { type Entity, type Fields, type GatewayState, type Kind, type Parent, parents, pluginKey } from './entities.ts';

const paths: Readonly<Record<Exclude<Kind, 'targets'>, string>> = {
  services: '/services',
  routes: '/routes',
  upstreams: '/upstreams',
  consumers: '/consumers',
  keyauth_credentials: '/key-auths',
  plugins: '/plugins',
};

/** What Kong has of ours: everything that carries all the tags, with its parents by name. */
export async function observeGateway(admin: AdminClient, tags: readonly string[]): Promise<GatewayState> {
  const kindsAtRoot = Object.keys(paths) as Exclude<Kind, 'targets'>[];
  const lists = Object.fromEntries(
    await Promise.all(kindsAtRoot.map(async (kind) => [kind, await admin.list(paths[kind])] as const)),
  ) as Record<Exclude<Kind, 'targets'>, Fields[]>;
  const names: Record<Parent, Map<string, string>> = {
    service: named(lists.services, 'name'),
    route: named(lists.routes, 'name'),
    consumer: named(lists.consumers, 'username'),
    upstream: named(lists.upstreams, 'name'),
  };
  const ours = (f: Fields) => Array.isArray(f.tags) && tags.every((t) => (f.tags as string[]).includes(t));
  const entities: Entity[] = [];
  const numbers = new Map<string, number>();
  const add = (kind: Kind, raw: Fields) => {
    if (!ours(raw)) return;
    const of: Entity['of'] = {};
    const fields: Fields = {};
    for (const [field, value] of Object.entries(raw)) {
      const parent = parents.find((p) => p === field);
      const id = (value as { id?: string } | null)?.id;
      if (parent) {
        if (id !== undefined) of[parent] = names[parent].get(id) ?? id;
      } else if (!['id', 'created_at', 'updated_at'].includes(field)) fields[field] = value;
    }
    entities.push({ kind, key: keyOf(kind, fields, of, numbers), fields, of, id: String(raw.id) });
  };
  for (const kind of kindsAtRoot) for (const raw of oldestFirst(lists[kind])) add(kind, raw);
  const ourUpstreams = lists.upstreams.filter(ours);
  const targets = await Promise.all(ourUpstreams.map((u) => admin.list(`/upstreams/${String(u.id)}/targets`)));
  for (const raw of targets.flat()) add('targets', raw);
  return { tags: [...tags], entities };
}

function keyOf(kind: Kind, fields: Fields, of: Entity['of'], numbers: Map<string, number>): string {
  if (kind === 'plugins') return pluginKey(String(fields.name), of);
  if (kind === 'targets') return `${fields.target} of ${of.upstream}`;
  if (kind === 'consumers') return String(fields.username);
  if (kind !== 'keyauth_credentials') return String(fields.name);
  // Keys have no name: they are counted within their consumer, as in the file.
  const number = (numbers.get(of.consumer ?? '') ?? 0) + 1;
  numbers.set(of.consumer ?? '', number);
  return `${of.consumer} #${number}`;
}

const oldestFirst = (list: Fields[]) => [...list].sort((a, b) => Number(a.created_at) - Number(b.created_at));
const named = (list: Fields[], field: string) => new Map(list.map((f) => [String(f.id), String(f[field])]));
