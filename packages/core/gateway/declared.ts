import { isMap, LineCounter, parseDocument } from 'yaml';
import { failure } from '../diagnose/index.ts';
import { type Entity, type Fields, type GatewayState, type Json, type Kind, pluginKey } from './entities.ts';

/** Reads a decK file (format 3.0). `file` is for messages; `variable` gives what `${{ env "DECK_…" }}` stands for. */
export function parseDeclared(
  text: string,
  file: string,
  variable: (name: string) => string | undefined,
): GatewayState {
  const lines = new LineCounter();
  const document = parseDocument(withVariables(text, file, variable), { lineCounter: lines });
  const fault = document.errors[0];
  if (fault) invalid(file, fault.linePos?.[0].line, fault.message.split('\n')[0] ?? 'is not YAML');
  const lineOf = (path: (string | number)[]) => {
    const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined;
    return node?.range ? lines.linePos(node.range[0]).line : undefined;
  };
  const root = document.toJS() as unknown;
  if (!isRecord(root) || !isMap(document.contents)) return invalid(file, 1, 'is no mapping');
  const reader = new Reader(file, lineOf);
  if (root._format_version !== '3.0') reader.refuse(['_format_version'], 'must be "3.0"');
  reader.unknown(
    root,
    [],
    ['_format_version', '_info', '_transform', 'services', 'upstreams', 'consumers', 'plugins', 'routes'],
  );
  const tags = isRecord(root._info) ? root._info.select_tags : undefined;
  if (!Array.isArray(tags) || tags.length === 0 || !tags.every((t) => typeof t === 'string')) {
    reader.refuse(['_info', 'select_tags'], 'must name the tag that marks what is ours');
  }
  const entities: Entity[] = [];
  const add = (kind: Kind, key: string, fields: Fields, of: Entity['of'], path: Path) => {
    if (entities.some((e) => e.kind === kind && e.key === key)) reader.refuse(path, `${key} is there twice`);
    entities.push({ kind, key, fields: { ...fields, tags: tags as string[] }, of });
  };
  const plugins = (list: unknown, of: Entity['of'], path: Path) =>
    reader.each(list, path, (plugin, at) => {
      const name = reader.name(plugin, 'name', at);
      add('plugins', pluginKey(name, of), plugin as Fields, of, at);
    });
  const routes = (list: unknown, of: Entity['of'], path: Path) =>
    reader.each(list, path, ({ plugins: nested, ...route }, at) => {
      const name = reader.name(route, 'name', at);
      add('routes', name, route as Fields, of, at);
      plugins(nested, { route: name }, [...at, 'plugins']);
    });
  reader.each(root.services, ['services'], ({ routes: own, plugins: nested, ...service }, at) => {
    const name = reader.name(service, 'name', at);
    add(
      'services',
      name,
      spelledOut(service as Fields, (m) => reader.refuse([...at, 'url'], m)),
      {},
      at,
    );
    routes(own, { service: name }, [...at, 'routes']);
    plugins(nested, { service: name }, [...at, 'plugins']);
  });
  routes(root.routes, {}, ['routes']);
  reader.each(root.upstreams, ['upstreams'], ({ targets, ...upstream }, at) => {
    const name = reader.name(upstream, 'name', at);
    add('upstreams', name, upstream as Fields, {}, at);
    reader.each(targets, [...at, 'targets'], (target, path) => {
      const address = reader.name(target, 'target', path);
      add('targets', `${address} of ${name}`, target as Fields, { upstream: name }, path);
    });
  });
  reader.each(root.consumers, ['consumers'], ({ keyauth_credentials, plugins: nested, ...consumer }, at) => {
    const name = reader.name(consumer, 'username', at);
    add('consumers', name, consumer as Fields, {}, at);
    reader.each(keyauth_credentials, [...at, 'keyauth_credentials'], (credential, path) => {
      reader.name(credential, 'key', path);
      add('keyauth_credentials', `${name} #${Number(path.at(-1)) + 1}`, credential as Fields, { consumer: name }, path);
    });
    plugins(nested, { consumer: name }, [...at, 'plugins']);
  });
  plugins(root.plugins, {}, ['plugins']);
  return { tags: tags as string[], entities };
}

type Path = (string | number)[];
type Mapping = Record<string, unknown>;
const isRecord = (value: unknown): value is Mapping =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** As decK does it: in the text, before it is YAML. */
function withVariables(text: string, file: string, variable: (name: string) => string | undefined): string {
  return text.replace(/\$\{\{\s*env\s+"(\w+)"\s*\}\}/g, (_, name: string) => {
    const value = variable(name);
    if (value === undefined) return invalid(file, undefined, `nothing is known for ${name}`);
    return JSON.stringify(value);
  });
}

/** `url` is short for four fields, which are what Kong keeps. */
function spelledOut({ url, ...fields }: Fields, refuse: (message: string) => never): Fields {
  if (url === undefined) return fields;
  const parsed = typeof url === 'string' && URL.canParse(url) ? new URL(url) : refuse('is not a URL');
  const protocol = parsed.protocol.slice(0, -1);
  const port = Number(parsed.port || (protocol === 'https' ? 443 : 80));
  const path: Json = parsed.pathname === '/' ? null : parsed.pathname;
  return { protocol, host: parsed.hostname, port, path, ...fields };
}

class Reader {
  constructor(
    private readonly file: string,
    private readonly lineOf: (path: Path) => number | undefined,
  ) {}

  each(list: unknown, path: Path, read: (item: Mapping, path: Path) => void): void {
    if (list === undefined || list === null) return;
    if (!Array.isArray(list)) this.refuse(path, 'must be a list');
    for (const [i, item] of list.entries()) {
      if (!isRecord(item)) this.refuse([...path, i], 'must be a mapping');
      read(item, [...path, i]);
    }
  }
  name(item: Mapping, field: string, path: Path): string {
    const name = item[field];
    return typeof name === 'string' && name !== '' ? name : this.refuse(path, `has no ${field}`);
  }
  unknown(item: Mapping, path: Path, known: string[]): void {
    for (const key of Object.keys(item))
      if (!known.includes(key)) this.refuse([...path, key], 'is not known to this product');
  }
  refuse(path: Path, message: string): never {
    const line = this.lineOf(path) ?? this.lineOf(path.slice(0, -1));
    return invalid(this.file, line, message, path.join('.'));
  }
}

function invalid(file: string, line: number | undefined, reason: string, key?: string): never {
  throw failure('GATEWAY_FILE_INVALID', {
    file,
    path: file,
    line: line === undefined ? undefined : String(line),
    key,
    reason,
  });
}
