import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { FileObject, Service } from '../../compose/index.ts';
import { diagnose } from '../../diagnose/index.ts';
import type { StackModel } from '../model.ts';
import type { PreflightFinding } from '../preflight/types.ts';
import { defaultValues } from './default-values.ts';
import {
  type Generate,
  generateRule,
  isDerived,
  referencesOf,
  replaceSecret,
  secretParts,
  withReferences,
  writeSecret,
} from './generate.ts';

export interface SecretsResult {
  /** Names of the secrets made now. */
  generated: string[];
  findings: PreflightFinding[];
}

export interface SecretsOptions {
  /** Make the missing ones that may be made, and those made of others where these have changed. */
  generate: boolean;
  /** Only bring those up to date that are there and made of others: what the plan compares must be what will be mounted. */
  refresh?: boolean;
  environment?: Readonly<Record<string, string | undefined>>;
  /** Does the engine hold this volume (key in the file)? Where one locked by a missing secret is left, no new value is made. */
  hasVolume?: (key: string) => Promise<boolean>;
}

/**
 * Looks at every secret that an enabled service uses; with `generate`, makes the missing ones that may be made. An empty or
 * well-known value is an error: a start with it is refused. Values appear nowhere.
 */
export async function ensureSecrets(model: StackModel, options: SecretsOptions): Promise<SecretsResult> {
  const result: SecretsResult = { generated: [], findings: [] };
  const values = new Map<string, string>();
  for (const [name, definition] of usedSecrets(model)) {
    const users = usersOf(model, name);
    const problem = (code: SecretProblem, more: { raw?: string; volume?: string } = {}) => {
      const { file } = definition;
      const context = { name, secret: name, file, path: file, service: users[0], volume: more.volume };
      const raw = more.raw === undefined ? {} : { raw: more.raw };
      result.findings.push({ check: 'secret', level: 'error', diagnosis: diagnose(code, context, raw) });
    };
    if (definition.external) continue;
    if (definition.file !== undefined) {
      const rule = generateRule(definition as Record<string, unknown>);
      const made = rule && (await make(definition.file, rule, { ...options, lookUp: (n) => values.get(n) }));
      if (made === 'waits') {
        // A circle, or a name that no secret has: nothing else tells of it.
        if (options.generate && result.findings.length === 0)
          problem('SECRET_MISSING', { raw: 'takes up a secret that is not there' });
        continue;
      }
      if (typeof made === 'object') {
        problem(made.code, made);
        continue;
      }
      if (made === 'made') result.generated.push(name);
      // Also what another process has just written: it counts like one that was there before.
      const value = await readFile(definition.file, 'utf8').catch(() => undefined);
      if (value === undefined) problem('SECRET_MISSING');
      else if (judge(name, value, problem)) values.set(name, value.trim());
    } else if (definition.environment !== undefined && options.environment) {
      const value = options.environment[definition.environment];
      if (value === undefined) problem('SECRET_MISSING');
      else if (judge(name, value, problem)) values.set(name, value.trim());
    }
  }
  return result;
}

type SecretProblem = 'SECRET_MISSING' | 'SECRET_EMPTY' | 'SECRET_DEFAULT' | 'SECRET_LOST';
type Making = SecretsOptions & { lookUp: (name: string) => string | undefined };

/** `waits`: can be made, but not in a mere look. */
async function make(
  file: string,
  rule: Generate,
  options: Making,
): Promise<'there' | 'made' | 'waits' | { code: SecretProblem; raw?: string; volume?: string }> {
  const there = existsSync(file);
  const derived = isDerived(rule);
  if (there && !derived) return 'there';
  if (!there && rule.storedIn && (await options.hasVolume?.(rule.storedIn))) {
    return { code: 'SECRET_LOST', volume: rule.storedIn };
  }
  if (!options.generate && !(options.refresh && there)) return there ? 'there' : 'waits';
  const template = withReferences(rule, options.lookUp);
  // What is wrong with the missing one has been told already, where it was looked at.
  if (template === undefined) return there ? 'there' : 'waits';
  try {
    if (!derived) return (await writeSecret(file, { ...rule, template })) ? 'made' : 'there';
    if (there && (await readFile(file, 'utf8')) === template) return 'there';
    await replaceSecret(file, template, rule.mode);
    return there ? 'there' : 'made';
  } catch (error) {
    return { code: 'SECRET_MISSING', raw: error instanceof Error ? error.message : String(error) };
  }
}

/** False if it may not be used. */
function judge(name: string, value: string, problem: (code: SecretProblem) => void): boolean {
  const text = value.trim();
  const known = defaultValues.has(text.toLowerCase()) || text.toLowerCase() === name.toLowerCase();
  if (text === '') problem('SECRET_EMPTY');
  else if (known) problem('SECRET_DEFAULT');
  return text !== '' && !known;
}

/** Those that services use, and those that these take up; what is taken up comes first. */
function usedSecrets(model: StackModel): [string, FileObject][] {
  const all = { ...model.spareSecrets, ...model.project.secrets };
  const order = new Map<string, FileObject>();
  const seen = new Set<string>();
  const visit = (name: string) => {
    const definition = all[name];
    if (!definition || seen.has(name)) return;
    seen.add(name);
    const rule = generateRule(definition as Record<string, unknown>);
    for (const reference of rule ? referencesOf(rule) : []) visit(reference);
    order.set(name, definition);
  };
  for (const s of Object.values(model.project.services)) {
    for (const r of s.secrets ?? []) visit(r.source);
    for (const name of ownSecrets(s)) visit(name);
  }
  return [...order];
}

/** `x-sutazai: {secrets: [NAME]}`: what the product itself needs to use the service, and no container mounts. */
function ownSecrets(service: Service): string[] {
  const names = (service['x-sutazai'] as { secrets?: unknown } | undefined)?.secrets;
  return Array.isArray(names) ? names.filter((n) => typeof n === 'string') : [];
}

/** Services that mount it, or one that takes it up. */
function usersOf(model: StackModel, secret: string): string[] {
  const takers = Object.entries(model.project.secrets ?? {}).flatMap(([name, definition]) => {
    const rule = generateRule(definition as Record<string, unknown>);
    return rule && referencesOf(rule).includes(secret) ? [name] : [];
  });
  return Object.entries(model.project.services)
    .filter(([, s]) => (s.secrets ?? []).some((r) => r.source === secret || takers.includes(r.source)))
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
