// The stand-in takes, fills in and refuses what Kong 3.9's published schemas say, and the product's gateway file holds to them.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Entity, parseDeclared } from '@sutazai/core/gateway';
import { describe, expect, it } from 'vitest';
import { luaPattern } from './lua-pattern.mjs';
import { complete, type Field, pluginNames, published, type Schema } from './schemas.mjs';

const folder = fileURLToPath(new URL('./fixtures/', import.meta.url));
const file = fileURLToPath(new URL('../../../resources/compose/kong/kong.yaml', import.meta.url));
const id = '0b1c2d3e-4f50-4a61-8b72-9c83ad94be05';
const entityFiles = readdirSync(`${folder}/entities`).map((f) => f.replace(/\.json$/, ''));

/** What must be given before Kong takes anything: the fewest fields that are enough for each. */
const least: Record<string, Record<string, unknown>> = {
  services: { host: 'backend' },
  routes: { paths: ['/api'] },
  consumers: { username: 'someone' },
  keyauth_credentials: { consumer: { id } },
  upstreams: { name: 'backend' },
  targets: { upstream: { id }, target: 'backend:8000' },
};
const plugin = (name: string, config: object, more: object = {}) => complete('plugins', { name, config, ...more });
const entries = (schema: { fields?: Record<string, Field>[] }) =>
  (schema.fields ?? []).map((f) => Object.entries(f)[0] as [string, Field]);

/** Defaults by path, read straight from the schema: only where Kong makes the record that holds them. */
function defaults(
  schema: { fields?: Record<string, Field>[] },
  prefix = '',
  given: Record<string, unknown> = {},
): [string, unknown][] {
  return entries(schema).flatMap(([name, field]): [string, unknown][] => {
    const path = `${prefix}${name}`;
    if (given[name] !== undefined && field.type !== 'record') return [[path, given[name]]];
    if (field.default !== undefined && field.type !== 'record') return [[path, field.default]];
    return field.type === 'record' && field.required && !field.abstract
      ? defaults(field, `${path}.`, (given[name] ?? field.default) as Record<string, unknown>)
      : [];
  });
}
const at = (whole: unknown, path: string) =>
  path.split('.').reduce<unknown>((v, key) => (v as Record<string, unknown> | undefined)?.[key], whole);

describe('defaults', () => {
  it.each(Object.keys(least))('of %s are those of Kong’s schema', (kind) => {
    const { whole, wrong } = complete(kind, least[kind] as object as Record<string, unknown>);
    expect(wrong).toEqual({});
    const wanted = defaults(published('entities', kind) as Schema);
    expect(wanted.length > 0 || ['consumers', 'keyauth_credentials'].includes(kind)).toBe(true);
    for (const [path, value] of wanted) expect({ [path]: at(whole, path) }).toEqual({ [path]: value });
  });
  it.each(pluginNames)('of the plugin %s are those of Kong’s schema, and hold to it', (name) => {
    const { whole, wrong } = plugin(name, {});
    for (const [path, value] of defaults(published('plugins', name) as Schema))
      expect({ [path]: at(whole, path) }).toEqual({ [path]: value });
    // What is left to complain of is only what has no default: Kong's own defaults are sound.
    const told = JSON.stringify(wrong).match(/"[^"]*"(?=[,}\]])/g) ?? [];
    for (const sentence of told)
      expect(sentence).toMatch(/required field missing|at least one of|exactly one of|failed conditional/);
  });
});

describe('faults', () => {
  it.each([
    ['an unknown field', 'services', { host: 'h', hots: 'x' }, { hots: 'unknown field' }],
    ['a missing field', 'services', { name: 'x' }, { host: 'required field missing' }],
    ['a wrong type', 'services', { host: 7 }, { host: 'expected a string' }],
    ['half a number', 'services', { host: 'h', retries: 1.5 }, { retries: 'expected an integer' }],
    ['a port out of range', 'services', { host: 'h', port: 70000 }, { port: 'value should be between 0 and 65535' }],
    ['an empty word', 'services', { host: 'h', name: '' }, { name: 'length must be at least 1' }],
    ['a path without its slash', 'services', { host: 'h', path: 'api' }, { path: 'should start with: /' }],
    ['a path with an empty part', 'services', { host: 'h', path: '/a//b' }, { path: 'must not have empty segments' }],
    [
      'a path where the protocol has none',
      'services',
      { host: 'h', protocol: 'tcp', path: '/api' },
      { path: 'value must be null', '@entity': ["failed conditional validation given value of field 'protocol'"] },
    ],
    [
      'TLS fields without TLS',
      'services',
      { host: 'h', tls_verify: true },
      {
        tls_verify: 'value must be null',
        '@entity': ["failed conditional validation given value of field 'protocol'"],
      },
    ],
    [
      'a route for everything',
      'routes',
      { name: 'all' },
      { '@entity': ["must set one of 'methods', 'hosts', 'headers', 'paths' when 'protocols' is 'http'"] },
    ],
    [
      'a path of a route',
      'routes',
      { paths: ['/a', 'b'] },
      { paths: [null, 'should start with: / (fixed path) or ~/ (regex path)'] },
    ],
    ['a method in small letters', 'routes', { methods: ['get'] }, { methods: ['invalid value: get'] }],
    [
      'two families of protocols',
      'routes',
      { paths: ['/a'], protocols: ['http', 'tcp'] },
      { protocols: "these sets are mutually exclusive: ('http', 'https'), ('tcp', 'tls', 'udp')" },
    ],
    [
      'two stars in a host',
      'routes',
      { hosts: ['*.example.*'] },
      { hosts: ['invalid wildcard: must have at most one wildcard'] },
    ],
    [
      'a consumer without a name',
      'consumers',
      {},
      { '@entity': ["at least one of these fields must be non-empty: 'custom_id', 'username'"] },
    ],
    [
      'a load balancer’s unknown way',
      'upstreams',
      { name: 'u', algorithm: 'luck' },
      { algorithm: 'expected one of: consistent-hashing, least-connections, round-robin, latency' },
    ],
    [
      'a hash over a header that is not named',
      'upstreams',
      { name: 'u', hash_on: 'header' },
      {
        hash_on_header: 'required field missing',
        '@entity': ["failed conditional validation given value of field 'hash_on'"],
      },
    ],
    [
      'a target with too much weight',
      'targets',
      { ...least.targets, weight: 70000 },
      { weight: 'value should be between 0 and 65535' },
    ],
  ])('%s', (_, kind, given, wanted) => {
    expect(complete(kind, given).wrong).toEqual(wanted);
  });

  it('a plugin that Kong does not have', () => {
    expect(plugin('rate-limitting', {}).wrong).toEqual({
      name: "plugin 'rate-limitting' not enabled; add it to the 'plugins' configuration property",
    });
  });
  it('a limit without a period', () => {
    expect(plugin('rate-limiting', {}).wrong).toEqual({
      '@entity': [
        "at least one of these fields must be non-empty: 'config.second', 'config.minute', 'config.hour', 'config.day', 'config.month', 'config.year'",
      ],
    });
  });
  it('a field of a plugin’s record', () => {
    expect(plugin('rate-limiting', { minute: 0, polcy: 'local', redis: { port: 'x' } }).wrong).toEqual({
      config: {
        minute: 'value must be greater than 0',
        polcy: 'unknown field',
        redis: { port: 'expected an integer' },
      },
    });
  });
  it('a policy without what it needs', () => {
    expect(plugin('rate-limiting', { minute: 5, policy: 'redis' }).wrong).toEqual({
      config: { redis: { host: 'required field missing' } },
      '@entity': ["failed conditional validation given value of field 'config.policy'"],
    });
  });
  it('a longer period with a lower limit', () => {
    expect(plugin('rate-limiting', { second: 10, minute: 5 }).wrong).toEqual({
      config: 'The limit for minute(5.0) cannot be lower than the limit for second(10.0)',
    });
  });
  it('a plugin for one consumer that is for all', () => {
    expect(plugin('cors', {}, { consumer: { id } }).wrong).toEqual({ consumer: 'value must be null' });
  });
  it('an old name of a field is taken, and its new name kept', () => {
    const { whole, wrong } = plugin('rate-limiting', { minute: 5, redis_host: 'redis' });
    expect(wrong).toEqual({});
    expect(at(whole, 'config.redis.host')).toBe('redis');
    expect(at(whole, 'config.redis_host')).toBeUndefined();
  });
});

describe('Lua patterns', () => {
  const all = [...pluginNames.map((n) => `plugins/${n}`), ...entityFiles.map((n) => `entities/${n}`)].flatMap((name) =>
    [...readFileSync(`${folder}/${name}.json`, 'utf8').matchAll(/"(?:match|pattern)": ?("(?:[^"\\]|\\.)*")/g)].map(
      ([, text]) => JSON.parse(text as string) as string,
    ),
  );
  it('of every published schema are understood', () => {
    expect(new Set(all).size).toBeGreaterThan(8);
    for (const pattern of all) expect(luaPattern(pattern)).toBeInstanceOf(RegExp);
  });
  it.each([
    ['^%u+$', ['GET'], ['get', 'GET ', '']],
    ['^[^*]*%*?[^*]*$', ['a.*', '*.a', 'a'], ['*.a.*']],
    ['^[a-z][a-z%d-]-[a-z%d]+$', ['a1', 'abc-d'], ['1a', 'a-']],
    ['^[^*&%%\\`]+$', ['/data'], ['50%', 'a&b', '`x`']],
    ['^%d+[%.%d]*$', ['1.2.3'], ['1.2-3', 'v1']],
    ['%w*%p*@+%w*%.?%w*', ['me@home.org'], ['me at home']],
    ['//', ['/a//b'], ['/a/b']],
  ])('%s', (pattern, fit, unfit) => {
    for (const text of fit) expect({ [text]: luaPattern(pattern).test(text) }).toEqual({ [text]: true });
    for (const text of unfit) expect({ [text]: luaPattern(pattern).test(text) }).toEqual({ [text]: false });
  });
  it('that are not understood are refused, not passed over', () => {
    expect(() => luaPattern('(%a+)')).toThrow(/capture/);
    expect(() => luaPattern('%bxy')).toThrow(/%b/);
  });
});

describe('the product’s gateway file', () => {
  const text = readFileSync(file, 'utf8');
  const read = (content: string) => parseDeclared(content, file, () => 'key').entities;
  // What an entity belongs to is known by its name here, and has no id yet.
  const faultsOf = (e: Entity) =>
    complete(e.kind, { ...e.fields, ...Object.fromEntries(Object.keys(e.of).map((p) => [p, { id }])) }).wrong;
  it.each(read(text).map((e) => [`${e.kind} ${e.key}`, e] as const))('is valid for Kong 3.9: %s', (_, entity) => {
    expect(faultsOf(entity)).toEqual({});
  });
  it.each([
    ['allowed_payload_size: 64', 'allowed_payload_sise: 64'],
    ['limit_by: ip', 'limit_by: face'],
    ['read_timeout: 600000', 'read_timeout: ten minutes'],
    ['paths: [/mcp]', 'paths: [mcp]'],
    ['generator: uuid,', 'generator: guid,'],
    ['key_names: [apikey]', 'key_names: apikey'],
  ])('would not be with %s → %s', (right, wrong) => {
    expect(text).toContain(right);
    const faulty = read(text.replace(right, wrong)).filter((e) => Object.keys(faultsOf(e)).length > 0);
    expect(faulty).toHaveLength(1);
  });
});
