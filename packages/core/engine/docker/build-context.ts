import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import dockerignore from '@balena/dockerignore';
import { pack } from 'tar-fs';
import { EngineError } from '../engine.ts';

export interface BuildContext {
  /** A tar archive, made as it is read: a context may be larger than memory. */
  tar: Readable;
  /** Path of the Dockerfile inside the archive. */
  dockerfile: string;
}

/** Names that a Dockerfile from outside of the context, or one given inline, gets inside the archive. */
const injected = '.sutazai.Dockerfile';

/**
 * A folder as the engine's build call takes it; `.dockerignore` (or `<Dockerfile>.dockerignore`) is the client's work.
 * @throws EngineError BUILD context or Dockerfile missing, before anything is sent.
 */
export function buildContext(options: { context: string; dockerfile?: string; inline?: string }): BuildContext {
  const { context, inline } = options;
  if (!existsSync(context)) throw missing(`build context ${context} does not exist`, context);
  const named = options.dockerfile ?? 'Dockerfile';
  const file = isAbsolute(named) ? named : join(context, named);
  if (inline === undefined && !existsSync(file)) throw missing(`the Dockerfile ${file} does not exist`, file);
  const inside = relative(context, file);
  const outside = inside.startsWith('..') || isAbsolute(inside);
  const text = inline ?? (outside ? readFileSync(file, 'utf8') : undefined);
  const kept = ignoreFilter(context, file, text === undefined ? inside : injected);
  const tar = pack(context, {
    ignore: (path) => !kept(relative(context, path)),
    // What the engine needs is the content and the mode, not who owned it here.
    map: (header) => ({ ...header, uid: 0, gid: 0 }),
    ...(text === undefined
      ? {}
      : {
          finalize: false,
          finish: (archive) => {
            archive.entry({ name: injected, mode: 0o644 }, text);
            archive.finalize();
          },
        }),
  });
  return { tar, dockerfile: text === undefined ? inside.split(sep).join('/') : injected };
}

function missing(message: string, subject: string): EngineError {
  return new EngineError(message, { operation: 'image.build', subject });
}

/** The Dockerfile and the ignore file themselves always go along: the engine needs them. */
function ignoreFilter(context: string, dockerfile: string, inside: string): (path: string) => boolean {
  const own = `${dockerfile}.dockerignore`;
  const file = existsSync(own) ? own : join(context, '.dockerignore');
  if (!existsSync(file)) return () => true;
  const rules = dockerignore({ ignorecase: false }).add(readFileSync(file, 'utf8'));
  return (path) => path === '' || path === inside || path === '.dockerignore' || !rules.ignores(path);
}
