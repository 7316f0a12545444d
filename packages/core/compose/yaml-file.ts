import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type Scalar } from 'yaml';
import { ComposeError, isMapping, type Mapping, type Place, type Value } from './errors.ts';
import { type Interpolation, InterpolationError, interpolate } from './interpolate.ts';

export interface YamlFile {
  path: string;
  tree: Mapping;
  /** Place of every value, by key path. */
  places: Map<string, Place>;
  /** Key paths under `!reset` and `!override`: what earlier files say there is dropped. */
  dropped: string[];
}

/** `services.web` + `ports` + 0 → `services.web.ports[0]`. */
export function joinKey(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  return parent === '' ? key : `${parent}.${key}`;
}

/**
 * Parses one file: YAML 1.2 with merge keys and the tags `!reset` and `!override`, every scalar interpolated.
 * @throws ComposeError COMPOSE_YAML_SYNTAX, COMPOSE_SCHEMA (not a mapping), COMPOSE_INTERPOLATION, COMPOSE_REQUIRED_VARIABLE
 */
export function parseYaml(path: string, text: string, how: Interpolation): YamlFile {
  const counter = new LineCounter();
  const keepTag = (tag: string, collection?: 'map' | 'seq') => ({
    tag,
    ...(collection ? { collection } : {}),
    resolve: (v: unknown) => v,
  });
  const doc = parseDocument(text, {
    lineCounter: counter,
    merge: true,
    version: '1.2',
    uniqueKeys: true,
    customTags: ['!reset', '!override'].flatMap((t) => [keepTag(t), keepTag(t, 'map'), keepTag(t, 'seq')]) as never,
  });
  const problem = doc.errors[0];
  if (problem) {
    const at = problem.linePos?.[0];
    const message = problem.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'invalid YAML';
    throw new ComposeError('COMPOSE_YAML_SYNTAX', message, {
      file: path,
      ...(at ? { line: at.line, column: at.col } : {}),
    });
  }
  const reader = new Reader(path, counter, how);
  const value = doc.contents === null ? {} : reader.read(doc.contents as Node, '', doc as never);
  if (!isMapping(value)) {
    throw new ComposeError('COMPOSE_SCHEMA', 'a compose file must be a mapping (services:, networks: …)', {
      file: path,
      line: 1,
      column: 1,
    });
  }
  return { path, tree: value, places: reader.places, dropped: reader.dropped };
}

/** Walks the nodes once: values, places and tags together. */
class Reader {
  readonly places = new Map<string, Place>();
  readonly dropped: string[] = [];
  private readonly path: string;

  constructor(
    path: string,
    private readonly counter: LineCounter,
    private readonly how: Interpolation,
  ) {
    this.path = path;
  }

  read(node: Node | null | undefined, key: string, doc: { anchors?: unknown }, at?: Node): Value {
    const resolved = follow(node, doc);
    const place = at ?? node;
    if (place?.range) {
      const { line, col } = this.counter.linePos(place.range[0]);
      this.places.set(key, { file: this.path, line, column: col, key });
    }
    const tag = node?.tag;
    if (tag === '!override' || tag === '!reset') this.dropped.push(key);
    if (isMap(resolved)) return this.mapping(resolved.items as Pair[], key, doc);
    if (isSeq(resolved)) {
      return resolved.items.flatMap((item, i) =>
        (item as Node)?.tag === '!reset' ? [] : [this.read(item as Node, joinKey(key, i), doc)],
      );
    }
    return isScalar(resolved) ? this.scalar(resolved, key) : null;
  }

  private mapping(items: Pair[], key: string, doc: { anchors?: unknown }): Mapping {
    const result: Mapping = {};
    // Merge keys first: what stands beside `<<` wins whatever the order.
    for (const pair of items) if (isMergeKey(pair)) Object.assign(result, this.merged(pair.value as Node, key, doc));
    for (const pair of items) {
      if (isMergeKey(pair)) continue;
      const name = String(isScalar(pair.key) ? pair.key.value : pair.key);
      const child = joinKey(key, name);
      const value = pair.value as Node | null;
      if (value?.tag === '!reset') {
        this.dropped.push(child);
        delete result[name];
        continue;
      }
      result[name] = this.read(value, child, doc, pair.key as Node);
    }
    return result;
  }

  private merged(node: Node, key: string, doc: { anchors?: unknown }): Mapping {
    const source = follow(node, doc);
    if (isMap(source)) return this.mapping(source.items as Pair[], key, doc);
    if (!isSeq(source)) return {};
    // Of several, the first that has a key wins.
    const all = source.items.map((item) => this.merged(item as Node, key, doc));
    return Object.assign({}, ...all.reverse()) as Mapping;
  }

  private scalar(node: Scalar, key: string): Value {
    const { value } = node;
    if (typeof value === 'string') {
      try {
        return interpolate(value, this.how);
      } catch (error) {
        if (!(error instanceof InterpolationError)) throw error;
        const code = error.required === undefined ? 'COMPOSE_INTERPOLATION' : 'COMPOSE_REQUIRED_VARIABLE';
        throw new ComposeError(code, error.message, this.places.get(key) ?? { file: this.path, key });
      }
    }
    // go-yaml, compose's reader, still takes a leading zero for octal (file modes are written so).
    if (typeof value === 'number' && /^0[0-7]+$/.test(node.source ?? '')) return Number.parseInt(node.source ?? '', 8);
    if (typeof value === 'bigint') return Number(value);
    return (value ?? null) as Value;
  }
}

function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && (pair.key.value === '<<' || typeof pair.key.value === 'symbol');
}

/** An alias stands for the anchored node. */
function follow(node: Node | null | undefined, doc: { anchors?: unknown }): Node | null | undefined {
  const alias = node as { resolve?: (d: unknown) => Node | undefined; source?: string } | null | undefined;
  return alias && typeof alias.resolve === 'function' && typeof alias.source === 'string' ? alias.resolve(doc) : node;
}
