import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { FileObject } from '../../compose/index.ts';
import { diagnose } from '../../diagnose/index.ts';
import type { StackModel } from '../model.ts';
import type { PreflightFinding } from '../preflight/types.ts';
import { defaultValues } from './default-values.ts';
import { generateRule, secretParts, writeSecret } from './generate.ts';

export interface SecretsResult {
  /** Names of the secrets made now. */
  generated: string[];
  findings: PreflightFinding[];
}

/**
 * Looks at every secret that an enabled service uses; with `generate`, makes the missing ones that may be made. An empty or
 * well-known value is an error: a start with it is refused. Values appear nowhere.
 */
export async function ensureSecrets(
  model: StackModel,
  options: { generate: boolean; environment?: Readonly<Record<string, string | undefined>> },
): Promise<SecretsResult> {
  const result: SecretsResult = { generated: [], findings: [] };
  for (const [name, definition] of usedSecrets(model)) {
    const users = usersOf(model, name);
    const problem = (code: 'SECRET_MISSING' | 'SECRET_EMPTY' | 'SECRET_DEFAULT', file?: string, raw?: string) =>
      result.findings.push({
        check: 'secret',
        level: 'error',
        diagnosis: diagnose(
          code,
          { name, secret: name, file, path: file, service: users[0] },
          raw === undefined ? {} : { raw },
        ),
      });
    if (definition.external) continue;
    if (definition.file !== undefined) {
      const rule = generateRule(definition as Record<string, unknown>);
      if (!existsSync(definition.file) && rule) {
        if (!options.generate) continue;
        try {
          if (await writeSecret(definition.file, rule)) result.generated.push(name);
        } catch (error) {
          problem('SECRET_MISSING', definition.file, error instanceof Error ? error.message : String(error));
          continue;
        }
      }
      // Also what another process has just written: it counts like one that was there before.
      const value = await readFile(definition.file, 'utf8').catch(() => undefined);
      if (value === undefined) problem('SECRET_MISSING', definition.file);
      else judge(name, value, (code) => problem(code, definition.file));
    } else if (definition.environment !== undefined && options.environment) {
      const value = options.environment[definition.environment];
      if (value === undefined) problem('SECRET_MISSING');
      else judge(name, value, problem);
    }
  }
  return result;
}

function judge(name: string, value: string, problem: (code: 'SECRET_EMPTY' | 'SECRET_DEFAULT') => void): void {
  const text = value.trim();
  if (text === '') problem('SECRET_EMPTY');
  else if (defaultValues.has(text.toLowerCase()) || text.toLowerCase() === name.toLowerCase())
    problem('SECRET_DEFAULT');
}

function usedSecrets(model: StackModel): [string, FileObject][] {
  const all = model.project.secrets ?? {};
  const used = new Set(Object.values(model.project.services).flatMap((s) => (s.secrets ?? []).map((r) => r.source)));
  return Object.entries(all).filter(([name]) => used.has(name));
}

function usersOf(model: StackModel, secret: string): string[] {
  return Object.entries(model.project.services)
    .filter(([, s]) => (s.secrets ?? []).some((r) => r.source === secret))
    .map(([name]) => name);
}

/** Values to be blotted out of anything that is printed or exported. */
export function redactions(model: StackModel): string[] {
  return usedSecrets(model).flatMap(([, definition]) => {
    const text = definition.file === undefined ? undefined : readIfThere(definition.file);
    if (text === undefined) return [];
    return secretParts(text, generateRule(definition as Record<string, unknown>)).filter((v) => v.length >= 6);
  });
}

/** A secret that cannot be read has nothing to give away, and must not hide the failure that is being told. */
function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
