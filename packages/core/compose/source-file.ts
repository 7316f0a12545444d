import { readFile } from 'node:fs/promises';
import { canonicalFile } from './canonical-file.ts';
import { ComposeError, type ComposeProblem, type Mapping, type Place } from './errors.ts';
import { fileRule } from './schema.ts';
import { parseYaml } from './yaml-file.ts';

export interface SourceContext {
  lookup: (name: string) => string | undefined;
  warn: (message: string) => void;
  /** Place of every key in the files read so far; later files win. */
  places: Map<string, Place>;
}

export interface SourceFile {
  path: string;
  /** In long form, paths absolute. */
  tree: Mapping;
  dropped: string[];
}

/**
 * Reads, interpolates, checks and brings one file to long form.
 * @throws ComposeError COMPOSE_FILE_NOT_FOUND, COMPOSE_FILE_UNREADABLE, COMPOSE_YAML_SYNTAX, COMPOSE_SCHEMA, …
 */
export async function readSource(path: string, base: string, context: SourceContext): Promise<SourceFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw new ComposeError('COMPOSE_FILE_NOT_FOUND', `${path} does not exist`, { file: path });
    const why = code === 'EISDIR' ? 'it is a directory' : (code ?? 'it cannot be read');
    throw new ComposeError('COMPOSE_FILE_UNREADABLE', `${path} cannot be read: ${why}`, { file: path });
  }
  const unset = new Set<string>();
  const file = parseYaml(path, text, { lookup: context.lookup, onUnset: (name) => unset.add(name) });
  for (const name of unset) context.warn(`The variable ${name} is not set; it is taken as empty`);
  check(file.tree, file.places, path);
  for (const [key, place] of file.places) context.places.set(key, place);
  try {
    return { path, tree: canonicalFile(file.tree, base), dropped: file.dropped };
  } catch (error) {
    // The converters speak of values; which key it was is found by looking for the value's text.
    const message = error instanceof Error ? error.message : String(error);
    throw new ComposeError('COMPOSE_SCHEMA', message, placeOfText(message, file.tree, file.places) ?? { file: path });
  }
}

function check(tree: Mapping, places: Map<string, Place>, path: string): void {
  const problems: ComposeProblem[] = [];
  let hint: string | undefined;
  fileRule.check(tree, '', (key, message, how) => {
    const place = placeOf(key, places) ?? { file: path };
    problems.push({ ...place, key, message: `${key || 'the file'} ${message}${how ? `; ${how}` : ''}` });
    hint ??= how;
  });
  const [first] = problems;
  if (!first) return;
  const { message, ...place } = first;
  throw new ComposeError('COMPOSE_SCHEMA', message, { ...place, problems, ...(hint ? { hint } : {}) });
}

/** Place of a key, or of the nearest one around it that stands in a file. */
export function placeOf(key: string, places: ReadonlyMap<string, Place>): Place | undefined {
  for (let at = key; ; at = at.replace(/(\.[^.[\]]+|\[\d+\])$/, '')) {
    const place = places.get(at);
    if (place) return { ...place, key };
    if (!/[.[]/.test(at)) return places.get(at);
  }
}

function placeOfText(message: string, tree: Mapping, places: Map<string, Place>): Place | undefined {
  const quoted = /"([^"]+)"/g;
  const texts = [...message.matchAll(quoted)].map((m) => m[1]);
  for (const [key, place] of places) {
    const value = valueAt(tree, key);
    if (typeof value === 'string' && texts.includes(value)) return { ...place, key };
  }
  return undefined;
}

function valueAt(tree: unknown, key: string): unknown {
  let at = tree;
  for (const part of key.matchAll(/[^.[\]]+/g)) at = (at as Record<string, unknown> | undefined)?.[part[0]];
  return at;
}
