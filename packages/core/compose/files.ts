import { existsSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { ComposeError } from './errors.ts';

const names = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const overrideNames = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/**
 * The files to load: the given ones, else `COMPOSE_FILE`, else the usual name in the folder or the nearest one above it,
 * with its override beside it (facts 1.1, no. 1).
 */
export function composeFiles(
  cwd: string,
  given: readonly string[] | undefined,
  environment: Record<string, string | undefined>,
): string[] {
  if (given && given.length > 0) {
    if (given.includes('-'))
      throw new ComposeError(
        'COMPOSE_FILE_UNREADABLE',
        'a compose file cannot be read from standard input; give its path',
      );
    return given.map((f) => resolve(cwd, f));
  }
  const listed = environment.COMPOSE_FILE;
  if (listed) return listed.split(environment.COMPOSE_PATH_SEPARATOR || delimiter).map((f) => resolve(cwd, f));
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const main = names.find((n) => existsSync(join(folder, n)));
    if (main) {
      const override = overrideNames.find((n) => existsSync(join(folder, n)));
      return [join(folder, main), ...(override ? [join(folder, override)] : [])];
    }
    if (dirname(folder) === folder) break;
  }
  throw new ComposeError('COMPOSE_FILE_NOT_FOUND', `there is no compose file in ${cwd} or a folder above it`, {
    hint: `looked for ${names.join(', ')}`,
  });
}
