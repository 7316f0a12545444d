import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { diffGateway } from './diff.ts';
import { parseDeclared } from './index.ts';

const none = () => undefined;
const head = '_format_version: "3.0"\n_info: {select_tags: [ours]}\n';
const parse = (text: string) => parseDeclared(head + text, 'kong.yaml', none);

describe('a declared gateway', () => {
  it('becomes entities with their parents by name, a URL spelled out, and our tag on each', () => {
    const { entities, tags } = parse(`services:
  - name: api
    url: https://backend:8443/v1
    routes: [{name: r, paths: [/api], plugins: [{name: cors}]}]
    plugins: [{name: rate-limiting, config: {minute: 5}}]
consumers: [{username: me, keyauth_credentials: [{key: abc}]}]
upstreams: [{name: pool, targets: [{target: "a:80"}]}]
plugins: [{name: prometheus}]
`);
    expect(tags).toEqual(['ours']);
    expect(entities.map((e) => `${e.kind} ${e.key}`)).toEqual([
      'services api',
      'routes r',
      'plugins cors of route r',
      'plugins rate-limiting of service api',
      'upstreams pool',
      'targets a:80 of pool',
      'consumers me',
      'keyauth_credentials me #1',
      'plugins prometheus',
    ]);
    expect(entities[0]?.fields).toEqual({
      name: 'api',
      protocol: 'https',
      host: 'backend',
      port: 8443,
      path: '/v1',
      tags: ['ours'],
    });
    expect(entities[1]?.of).toEqual({ service: 'api' });
  });

  it('takes keys from variables, and never without one', () => {
    const text = `${head}consumers: [{username: me, keyauth_credentials: [{key: \${{ env "DECK_KEY" }}}]}]\n`;
    const known = parseDeclared(text, 'kong.yaml', (name) => (name === 'DECK_KEY' ? 'a "quoted" key' : undefined));
    expect(known.entities[1]?.fields.key).toBe('a "quoted" key');
    expect(() => parseDeclared(text, 'kong.yaml', none)).toThrow(
      expect.objectContaining({ code: 'GATEWAY_FILE_INVALID' }),
    );
  });

  it.each([
    ['a fault of YAML', 'services: [', undefined],
    ['a list that is none', 'services: {}', 'services'],
    ['a service without a name', 'services:\n  - url: http://a', 'services.0'],
    ['a URL that is none', 'services:\n  - name: a\n    url: nowhere', 'services.0.url'],
    ['a name that is there twice', 'services:\n  - name: a\n    host: a\n  - name: a\n    host: b', 'services.1'],
    ['a section that is not ours', 'certificates: []', 'certificates'],
  ])('with %s is refused, with the place', (_, text, key) => {
    try {
      parse(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'GATEWAY_FILE_INVALID', exitCode: 2 });
      const { title } = (error as { diagnosis: { title: string } }).diagnosis;
      expect(title).toMatch(/kong\.yaml, line \d+/);
      if (key) expect(title).toContain(`at ${key}`);
    }
  });

  it('without a tag of its own would own everything: refused', () => {
    expect(() => parseDeclared('_format_version: "3.0"\n', 'f', none)).toThrow(
      expect.objectContaining({ code: 'GATEWAY_FILE_INVALID' }),
    );
  });
});

describe('the difference', () => {
  const desired = parse(
    'services: [{name: a, host: h, plugins: [{name: rate-limiting, config: {minute: 5, limit_by: ip}}]}]',
  );
  const actual = () => ({
    tags: ['ours'],
    entities: desired.entities.map((e, i) => ({
      ...structuredClone(e),
      id: String(i),
      fields: {
        ...structuredClone(e.fields),
        retries: 5,
        ...(e.kind === 'plugins' ? { config: { minute: 5, limit_by: 'ip', policy: 'local' } } : {}),
      },
    })),
  });

  it('is none where only defaults were added', () => expect(diffGateway(desired, actual())).toEqual([]));
  it('names the fields that differ', () => {
    const other = actual();
    Object.assign(other.entities[1]?.fields.config as object, { minute: 6 });
    expect(diffGateway(desired, other)).toMatchObject([
      { action: 'update', entity: { key: 'rate-limiting of service a' }, fields: ['config.minute'] },
    ]);
  });
  it('makes parents first and removes them last', () => {
    const empty = { tags: ['ours'], entities: [] };
    expect(diffGateway(desired, empty).map((c) => `${c.action} ${c.entity.kind}`)).toEqual([
      'create services',
      'create plugins',
    ]);
    expect(diffGateway(empty, actual()).map((c) => `${c.action} ${c.entity.kind}`)).toEqual([
      'delete plugins',
      'delete services',
    ]);
  });
});

describe("the product's own file", () => {
  const file = fileURLToPath(new URL('../../../resources/compose/kong/kong.yaml', import.meta.url));
  const { entities } = parseDeclared(readFileSync(file, 'utf8'), file, () => 'key');
  const of = (key: string) => entities.find((e) => e.key === key)?.fields as Record<string, never>;

  it('limits each route as the mission says', () => {
    const limits = entities
      .filter((e) => e.key.startsWith('rate-limiting'))
      .map((e) => [e.of.service, (e.fields.config as { minute: number }).minute]);
    expect(Object.fromEntries(limits)).toEqual({
      'backend-api': 1000,
      'mcp-bridge': 500,
      'ai-agents-proxy': 200,
      'vector-db-proxy': 500,
    });
  });
  it('lets no other web page in with credentials', () => {
    const { origins, credentials } = of('cors').config as unknown as { origins: string[]; credentials: boolean };
    expect(credentials).toBe(true);
    expect(origins).not.toContain('*');
    for (const origin of origins) expect(origin).toMatch(/^http:\/\/(localhost|127\.0\.0\.1):\d+$/);
  });
  it('asks for a key before Chroma, which has no login', () =>
    expect(of('key-auth of service vector-db-proxy')).toBeDefined());
  it('measures everything: the flags are off by default', () => {
    expect(Object.values(of('prometheus').config as unknown as object)).toEqual([true, true, true, true]);
  });
});
