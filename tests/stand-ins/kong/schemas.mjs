// Kong 3.9's published schemas (fixtures/): which entities and plugins there are, and one schema for each entity.
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { faults, fieldsOf, filled, isRecord } from './field-check.mjs';
import { ownFaults } from './own-checks.mjs';

const folder = new URL('./fixtures/', import.meta.url);
const cache = new Map();

export const pluginNames = readdirSync(new URL('plugins/', folder)).map((f) => f.replace(/\.json$/, ''));

/** What `GET /schemas/…` answers, e.g. `('entities', 'services')`; undefined if Kong has no such. */
export function published(group, name) {
  // The default flavour of Kong's router.
  const file = `${group}/${group === 'entities' && name === 'routes' ? 'routes.traditional_compatible' : name}.json`;
  if (!/^[\w./-]+$/.test(file) || file.includes('..')) return undefined;
  if (!cache.has(file)) {
    const url = new URL(file, folder);
    cache.set(file, existsSync(url) ? JSON.parse(readFileSync(url, 'utf8')) : undefined);
  }
  return cache.get(file);
}

/** The entity's schema; a plugin's is that of all plugins, made narrower by its own. */
export function schemaOf(kind, entity) {
  const schema = published('entities', kind);
  const own = kind === 'plugins' ? published('plugins', entity.name) : undefined;
  if (!own) return schema;
  const narrowed = new Map([...fieldsOf(schema), ...fieldsOf(own)]);
  return {
    fields: [...narrowed].map(([name, definition]) => ({ [name]: definition })),
    entity_checks: [...schema.entity_checks, ...own.entity_checks],
  };
}

/** The whole entity with Kong's defaults, and Kong's `fields` of what is wrong with it (empty if nothing is). */
export function complete(kind, given) {
  if (kind === 'plugins' && (typeof given.name !== 'string' || !published('plugins', given.name))) {
    const fault =
      typeof given.name === 'string'
        ? `plugin '${given.name}' not enabled; add it to the 'plugins' configuration property`
        : 'required field missing';
    return { whole: given, wrong: { name: fault } };
  }
  const { url, ...rest } = given;
  const schema = schemaOf(kind, given);
  const whole = filled(schema, kind === 'services' && url !== undefined ? { ...fromUrl(url), ...rest } : given);
  for (const [name, { auto, type, uuid }] of fieldsOf(schema)) {
    if (!auto || given[name] !== undefined) continue;
    // Ids and times come with the storing; what else Kong makes up is a secret, such as a key.
    if (type === 'string' && !uuid) whole[name] = randomBytes(24).toString('base64url').slice(0, 32);
    else delete whole[name];
  }
  const wrong = faults(schema, whole);
  return { whole, wrong: Object.keys(wrong).length > 0 ? wrong : ownFaults(kind, whole) };
}

function fromUrl(url) {
  if (typeof url !== 'string' || !URL.canParse(url)) return { host: null };
  const parsed = new URL(url);
  const protocol = parsed.protocol.slice(0, -1);
  const port = Number(parsed.port || (protocol === 'https' ? 443 : 80));
  return { protocol, host: parsed.hostname, port, path: parsed.pathname === '/' ? null : parsed.pathname };
}

/** Records merge, field by field; arrays, sets and maps are replaced whole. */
export function merged(definition, before, change) {
  const out = { ...before };
  const fields = new Map(fieldsOf(definition));
  for (const [name, value] of Object.entries(change)) {
    const field = fields.get(name);
    out[name] =
      field?.type === 'record' && !field.abstract && isRecord(value) && isRecord(before[name])
        ? merged(field, before[name], value)
        : value;
  }
  return out;
}
