/** Kinds of Kong entities that the product declares, in the order in which they can be made. */
export const kinds = [
  'services',
  'upstreams',
  'consumers',
  'routes',
  'targets',
  'keyauth_credentials',
  'plugins',
] as const;
export type Kind = (typeof kinds)[number];

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Fields = Record<string, Json>;

/** One entity, with what it belongs to by name. */
export interface Entity {
  kind: Kind;
  /** Unique among its kind: `api`, `rate-limiting of service mcp-bridge`, `vectors-client #1`. */
  key: string;
  fields: Fields;
  /** Names of what it belongs to: `{service: 'backend-api'}`. */
  of: Partial<Record<Parent, string>>;
  /** Known for what Kong has. */
  id?: string;
}
export type Parent = 'service' | 'route' | 'consumer' | 'upstream';
export const parents: readonly Parent[] = ['service', 'route', 'consumer', 'upstream'];

/** Everything of ours, declared or found. */
export interface GatewayState {
  /** What carries all of these is ours. */
  tags: string[];
  entities: Entity[];
}

/** `rate-limiting of service mcp-bridge`; a plugin for everything is called by its name alone. */
export function pluginKey(name: string, of: Entity['of']): string {
  const scope = parents.flatMap((p) => (of[p] === undefined ? [] : [`${p} ${of[p]}`]));
  return scope.length === 0 ? name : `${name} of ${scope.join(', ')}`;
}
