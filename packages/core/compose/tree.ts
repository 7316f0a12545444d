import { dirname, resolve } from 'node:path';
import { projectEnvironment } from './environment.ts';
import { ComposeError, isMapping, type Mapping, type Value } from './errors.ts';
import { applyExtends } from './extends.ts';
import { dropPath, mergeMapping } from './merge.ts';
import { strings } from './scalars.ts';
import { placeOf, readSource, type SourceContext } from './source-file.ts';

export interface TreeContext extends SourceContext {
  environment: Record<string, string | undefined>;
  /** Files being included around this one, to find a cycle. */
  including: readonly string[];
}

const resources = ['services', 'networks', 'volumes', 'secrets', 'configs', 'models'];

/** Several files merged into one tree in long form, with what they include and extend. `base`: the project's folder. */
export async function readTree(paths: readonly string[], base: string, context: TreeContext): Promise<Mapping> {
  let merged: Mapping = {};
  for (const path of paths) {
    const source = await readSource(path, base, context);
    const included = await includes(source.tree, path, base, context);
    const { include: _, ...own } = source.tree;
    await applyExtends(own, path, base, context);
    for (const key of source.dropped) dropPath(merged, key);
    merged = mergeMapping(merged, join(included, own, context));
  }
  return merged;
}

/** What a file includes is beside what it defines itself: the same name twice, with different content, is an error. */
function join(included: Mapping, own: Mapping, context: TreeContext): Mapping {
  const result: Mapping = { ...own };
  for (const kind of resources) {
    const theirs = included[kind];
    if (!isMapping(theirs)) continue;
    const mine = isMapping(own[kind]) ? own[kind] : {};
    for (const [name, value] of Object.entries(theirs)) {
      if (name in mine && JSON.stringify(mine[name]) !== JSON.stringify(value)) {
        const key = `${kind}.${name}`;
        throw new ComposeError('COMPOSE_INCLUDE', `${key} conflicts with imported resource`, {
          ...placeOf(key, context.places),
          key,
        });
      }
    }
    result[kind] = { ...theirs, ...mine };
  }
  for (const [key, value] of Object.entries(included))
    if (key.startsWith('x-') && !(key in result)) result[key] = value;
  return result;
}

async function includes(tree: Mapping, from: string, base: string, context: TreeContext): Promise<Mapping> {
  let result: Mapping = {};
  for (const [i, entry] of ((tree.include ?? []) as Value[]).entries()) {
    const long: Mapping = isMapping(entry) ? entry : { path: entry };
    const paths = strings(long.path).map((p) => resolve(base, p));
    const [first] = paths;
    const key = `include[${i}]`;
    if (first === undefined)
      throw new ComposeError('COMPOSE_INCLUDE', 'an include needs a path', { ...placeOf(key, context.places) });
    const cycle = paths.find((p) => context.including.includes(p) || p === from);
    if (cycle) {
      const way = [...context.including, from, cycle].join(' → ');
      throw new ComposeError('COMPOSE_CYCLE', `files include each other: ${way}`, {
        ...placeOf(key, context.places),
        key,
      });
    }
    const folder = long.project_directory ? resolve(base, String(long.project_directory)) : dirname(first);
    const envFiles = long.env_file ? strings(long.env_file).map((f) => resolve(base, f)) : undefined;
    const own = await projectEnvironment({}, folder, base, envFiles);
    const lookup = (name: string) => context.lookup(name) ?? own.lookup(name);
    const place = placeOf(key, context.places);
    const part = await readTree(paths, folder, { ...context, lookup, including: [...context.including, from] }).catch(
      (error: unknown) => {
        if (error instanceof ComposeError && error.code === 'COMPOSE_FILE_NOT_FOUND') {
          throw new ComposeError('COMPOSE_INCLUDE', `the included file ${error.file} does not exist`, {
            ...place,
            key,
          });
        }
        throw error;
      },
    );
    result = join(result, withoutName(part), context);
  }
  return result;
}

function withoutName(tree: Mapping): Mapping {
  const { name: _, version: __, ...rest } = tree;
  return rest;
}
