import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DotenvError, parseDotenv } from './dotenv.ts';
import { ComposeError } from './errors.ts';
import { InterpolationError } from './interpolate.ts';

/**
 * Reads one env file. Values may use what `lookup` knows and what stands above them.
 * @throws ComposeError COMPOSE_ENV_FILE
 */
export async function readEnvFile(
  path: string,
  lookup: (name: string) => string | undefined,
): Promise<Map<string, string>> {
  try {
    return parseDotenv(await readFile(path, 'utf8'), lookup);
  } catch (error) {
    if (error instanceof DotenvError)
      throw new ComposeError('COMPOSE_ENV_FILE', `${path}: ${error.message}`, { file: path, line: error.line });
    if (error instanceof InterpolationError)
      throw new ComposeError('COMPOSE_ENV_FILE', `${path}: ${error.message}`, { file: path });
    const code = (error as NodeJS.ErrnoException).code;
    throw new ComposeError(
      'COMPOSE_ENV_FILE',
      `the env file ${path} ${code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`}`,
      { file: path },
    );
  }
}

export interface ProjectEnvironment {
  lookup: (name: string) => string | undefined;
  /** Explicitly given env files (for the label); the implicit `.env` is not among them. */
  envFiles: string[];
}

/** The process' environment, filled up from the given env files, else from `.env` in the project's folder (facts 1.1, no. 3). */
export async function projectEnvironment(
  environment: Record<string, string | undefined>,
  folder: string,
  cwd: string,
  given: readonly string[] | undefined,
): Promise<ProjectEnvironment> {
  const listed = given && given.length > 0 ? given : environment.COMPOSE_ENV_FILES?.split(',').filter(Boolean);
  const explicit = (listed ?? []).map((f) => resolve(cwd, f));
  const implicit = join(folder, '.env');
  const isFile = existsSync(implicit) && (await stat(implicit)).isFile();
  const files = explicit.length > 0 ? explicit : isFile ? [implicit] : [];
  const values = new Map<string, string>();
  const lookup = (name: string) => environment[name] ?? values.get(name);
  for (const file of files) for (const [key, value] of await readEnvFile(file, lookup)) values.set(key, value);
  return { lookup, envFiles: explicit };
}
