import { type Entity, type Fields, type GatewayState, type Json, kinds, parents } from './entities.ts';

export interface GatewayChange {
  action: 'create' | 'update' | 'delete';
  entity: Entity;
  /** What Kong has; for an update or a delete. */
  found?: Entity;
  /** Paths of the fields that differ, e.g. `config.minute`. */
  fields: string[];
}

/**
 * What makes Kong as the file says, in an order in which it can be done. Only what the file sets is compared: the rest is
 * Kong's own default. Entities without our tags are nobody's business here.
 */
export function diffGateway(desired: GatewayState, actual: GatewayState): GatewayChange[] {
  const rank = (e: Entity) => kinds.indexOf(e.kind);
  const id = (e: Entity) => `${e.kind} ${e.key}`;
  const found = new Map(actual.entities.map((e) => [id(e), e]));
  const wanted = new Set(desired.entities.map(id));
  const changes = [...desired.entities]
    .sort((a, b) => rank(a) - rank(b))
    .flatMap((entity): GatewayChange[] => {
      const existing = found.get(id(entity));
      if (!existing) return [{ action: 'create', entity, fields: [] }];
      const fields = [...differences(entity.fields, existing.fields), ...moved(entity, existing)];
      return fields.length > 0 ? [{ action: 'update', entity, found: existing, fields }] : [];
    });
  // What belongs to something goes before it.
  const gone = actual.entities
    .filter((e) => !wanted.has(id(e)))
    .sort((a, b) => rank(b) - rank(a))
    .map((e): GatewayChange => ({ action: 'delete', entity: e, found: e, fields: [] }));
  // A deleted route first, as the new one may want its path.
  return [...gone, ...changes];
}

function moved(entity: Entity, existing: Entity): string[] {
  return parents.filter((p) => entity.of[p] !== existing.of[p]);
}

function differences(wanted: Fields, found: Fields, prefix = ''): string[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    const other = found[name];
    if (isRecord(value) && isRecord(other)) return differences(value, other, `${path}.`);
    return same(value, other) ? [] : [path];
  });
}

/** Kong keeps sets without an order; an absent field and null are the same. */
function same(a: Json, b: Json | undefined): boolean {
  if (a === null || b === undefined || b === null) return (a ?? null) === (b ?? null);
  if (Array.isArray(a) && Array.isArray(b)) {
    const order = (list: Json[]) => list.map((v) => JSON.stringify(v)).sort();
    return JSON.stringify(order(a)) === JSON.stringify(order(b));
  }
  if (isRecord(a) && isRecord(b)) return differences(a, b).length === 0;
  return a === b;
}

const isRecord = (value: Json | undefined): value is Fields =>
  value !== null && value !== undefined && typeof value === 'object' && !Array.isArray(value);
