import { dirname, resolve } from 'node:path';
import { ComposeError, isMapping, type Mapping } from './errors.ts';
import { dropPath, mergeService } from './merge.ts';
import { placeOf, readSource, type SourceContext } from './source-file.ts';

/** Replaces `extends` in every service of a tree by what it stands for. The tree is changed in place. */
export async function applyExtends(tree: Mapping, file: string, base: string, context: SourceContext): Promise<void> {
  const { services } = tree;
  if (!isMapping(services)) return;
  for (const name of Object.keys(services)) {
    services[name] = await resolved(services, name, file, base, context, []);
  }
}

/** A service with everything it extends merged below it; chains and other files are followed, a cycle is refused. */
async function resolved(
  services: Mapping,
  name: string,
  file: string,
  base: string,
  context: SourceContext,
  path: readonly string[],
): Promise<Mapping> {
  const service = services[name];
  if (!isMapping(service)) return {};
  const { extends: link, ...own } = service;
  if (link === undefined || link === null) return own;
  const step = `${file}#${name}`;
  const place = { ...placeOf(`services.${name}.extends`, context.places), key: `services.${name}.extends` };
  if (path.includes(step)) {
    throw new ComposeError(
      'COMPOSE_CYCLE',
      `services extend each other: ${[...path, step].map((s) => s.split('#')[1]).join(' → ')}`,
      place,
    );
  }
  const target = isMapping(link) ? String(link.service) : String(link);
  const otherFile = isMapping(link) && link.file ? String(link.file) : undefined;
  let from = services;
  let at = { file, base };
  let dropped: string[] = [];
  if (otherFile !== undefined) {
    const full = resolve(base, otherFile);
    const source = await readSource(full, dirname(full), { ...context, places: new Map() }).catch((error: unknown) => {
      if (error instanceof ComposeError && error.code === 'COMPOSE_FILE_NOT_FOUND') {
        throw new ComposeError(
          'COMPOSE_EXTENDS',
          `services.${name} extends a service of ${full}, which does not exist`,
          place,
        );
      }
      throw error;
    });
    from = isMapping(source.tree.services) ? source.tree.services : {};
    at = { file: full, base: dirname(full) };
    dropped = source.dropped;
  }
  if (!isMapping(from[target])) {
    const where = otherFile === undefined ? '' : ` in ${at.file}`;
    throw new ComposeError(
      'COMPOSE_EXTENDS',
      `services.${name} extends "${target}", which is not defined${where}`,
      place,
    );
  }
  const parent = await resolved(from, target, at.file, at.base, context, [...path, step]);
  const below: Mapping = { services: { [name]: structuredClone(parent) } };
  for (const key of dropped) dropPath(below, key);
  const base_ = (below.services as Mapping)[name];
  return mergeService(isMapping(base_) ? base_ : {}, own);
}
