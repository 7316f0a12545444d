import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The settings do not fit: every fault at once, by the variable's name, never with a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly faults: { variable: string; message: string }[]) {
    super(
      `The settings do not fit:\n${faults.map((f) => `  ${f.variable}: ${f.message}`).join('\n')}\nNext step: correct these environment variables and start again.`,
    );
  }
}

/**
 * Settings from the environment. `NAME_FILE` names a file that holds the value of NAME (a secret): its last line end is
 * dropped. A variable that is set to nothing counts as not set, as compose's `${NAME:-}` gives it so.
 * @throws ConfigError
 */
export function readConfig<S extends z.ZodRawShape>(
  shape: S,
  env: Record<string, string | undefined> = process.env,
): z.output<z.ZodObject<S>> {
  const faults: { variable: string; message: string }[] = [];
  const values: Record<string, string> = {};
  for (const name of Object.keys(shape)) {
    const direct = env[name];
    const file = env[`${name}_FILE`];
    if (direct && file) {
      faults.push({ variable: name, message: `is set, and ${name}_FILE too: keep one of them` });
    } else if (file) {
      try {
        values[name] = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
        if (values[name] === '') faults.push({ variable: `${name}_FILE`, message: `the file ${file} is empty` });
      } catch (error) {
        faults.push({ variable: `${name}_FILE`, message: `the file ${file} cannot be read (${codeOf(error)})` });
      }
    } else if (direct) values[name] = direct;
  }
  const parsed = z.object(shape).safeParse(values);
  if (!parsed.success) {
    const told = new Set(faults.map((f) => f.variable.replace(/_FILE$/, '')));
    for (const issue of parsed.error.issues) {
      const variable = String(issue.path[0] ?? '');
      if (told.has(variable)) continue;
      const missing = values[variable] === undefined;
      faults.push({ variable, message: missing ? `is required (or ${variable}_FILE)` : issue.message });
    }
  }
  if (faults.length > 0 || !parsed.success) throw new ConfigError(faults);
  return parsed.data;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}

/** One sentence for every way to miss it: a text that is no number has no range to be outside of. */
function wholeNumber(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

/** Words of settings that are not strings: they come as text. */
export const setting = {
  port: () => wholeNumber(0, 65_535),
  integer: (min: number, max: number) => wholeNumber(min, max),
  flag: () => z.enum(['0', '1', 'true', 'false']).transform((v) => v === '1' || v === 'true'),
  url: () => z.url({ protocol: /^https?$/ }).transform((u) => u.replace(/\/+$/, '')),
  list: () =>
    z.string().transform((s) =>
      s
        .split(',')
        .map((x) => x.trim())
        .filter(Boolean),
    ),
};
