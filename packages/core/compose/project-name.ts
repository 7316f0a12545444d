import { basename } from 'node:path';
import { ComposeError } from './errors.ts';

/** The form that names taken from a file or folder are brought to, and that given ones must have. */
export function normalisedName(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

/** `-p` > COMPOSE_PROJECT_NAME > the last `name:` > the folder's name (facts 1.1, no. 2). */
export function projectName(given: string | undefined, fromFile: string | undefined, folder: string): string {
  if (given !== undefined && given !== '') {
    if (normalisedName(given) === given) return given;
    throw new ComposeError(
      'COMPOSE_PROJECT_NAME',
      `"${given}" is no project name: lower-case letters, digits, "-" and "_", beginning with a letter or digit`,
      {
        hint: `try "${normalisedName(given) || 'my-project'}"`,
      },
    );
  }
  const name = normalisedName(fromFile || basename(folder));
  if (name !== '') return name;
  throw new ComposeError('COMPOSE_PROJECT_NAME', `the folder "${folder}" gives no project name`, {
    hint: 'name one with -p NAME or `name:` in the file',
  });
}
