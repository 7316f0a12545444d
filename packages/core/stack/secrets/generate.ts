import { createHash, randomInt, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { putNew, setMode } from './put-new.ts';

const alphabets = {
  alnum: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  hex: '0123456789abcdef',
  base64url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  /** Not an alphabet: a random UUID (version 4), whatever the length asked for. */
  uuid: '',
};

/** How a secret may be made on first use: the `x-sutazai.generate` block in its definition. */
export interface Generate {
  length: number;
  charset: keyof typeof alphabets;
  /**
   * What the file holds, where it is more than the secret itself. `{secret}` stands for its own value, `{secret:NAME}` for
   * that of another secret of the project, `{sha256:NAME}` for the hash of that one in hex.
   */
  template: string;
  /** Volume (its key in the file) that the service locks with this value at its first start: a new value opens it no more. */
  storedIn?: string;
  /** File mode; a container that does not run as root reads a mounted file only with 0644. */
  mode: number;
}

export function generateRule(definition: Record<string, unknown>): Generate | undefined {
  const block = definition['x-sutazai'] as { generate?: unknown } | undefined;
  const wish = block?.generate;
  if (wish === undefined || wish === null || wish === false) return undefined;
  const given = (typeof wish === 'object' ? wish : {}) as Record<keyof Generate, unknown>;
  const charset = String(given.charset ?? 'alnum');
  const template = typeof given.template === 'string' && isTemplate(given.template) ? given.template : '{secret}';
  const storedIn = (wish as { stored_in?: unknown }).stored_in;
  return {
    length: charset === 'uuid' ? 36 : lengthOf(given.length),
    charset: Object.hasOwn(alphabets, charset) ? (charset as Generate['charset']) : 'alnum',
    template,
    mode: modeOf(given.mode),
    ...(typeof storedIn === 'string' ? { storedIn } : {}),
  };
}

const isTemplate = (text: string) => text.includes('{secret}') || referencesOf({ template: text }).length > 0;

/** Secrets whose values a template takes up. */
export function referencesOf({ template }: Pick<Generate, 'template'>): string[] {
  return [...new Set([...template.matchAll(/\{(?:secret|sha256):([\w.-]+)\}/g)].map((m) => m[1] as string))];
}

/** Holds nothing of its own: made anew whenever one of the values that it takes up has changed. */
export function isDerived(rule: Generate): boolean {
  return !rule.template.includes('{secret}') && referencesOf(rule).length > 0;
}

/** The template with the values of other secrets put in; its own `{secret}` stays. Undefined if one of them is missing. */
export function withReferences(rule: Generate, lookUp: (name: string) => string | undefined): string | undefined {
  let missing = false;
  const text = rule.template.replaceAll(/\{(secret|sha256):([\w.-]+)\}/g, (_, how: string, name: string) => {
    const value = lookUp(name);
    if (value === undefined) missing = true;
    return how === 'sha256'
      ? createHash('sha256')
          .update(value ?? '')
          .digest('hex')
      : (value ?? '');
  });
  return missing ? undefined : text;
}

/** Never too short to be guessed, whatever the file says: a wish that is no number gets the usual length. */
function lengthOf(wish: unknown): number {
  const length = Math.floor(Number(wish ?? 32));
  return Number.isFinite(length) ? Math.min(1024, Math.max(16, length)) : 32;
}

/** Puts a derived secret's text into its place; readers see the old one or the new one, never half of it. */
export async function replaceSecret(file: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}.new`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    await setMode(draft, mode);
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

/** A number as YAML reads `0644`, or octal text as compose writes modes; anything else stays readable for the owner only. */
function modeOf(wish: unknown): number {
  const mode = typeof wish === 'string' && /^0?o?[0-7]{3}$/.test(wish) ? Number.parseInt(wish.slice(-3), 8) : wish;
  return typeof mode === 'number' && Number.isInteger(mode) && mode >= 0 && mode <= 0o777 ? mode : 0o600;
}

/** What is secret in a file's text: all of it, and what stands in the template's place if the file was made by it. */
export function secretParts(text: string, rule: Generate | undefined): string[] {
  const whole = text.trim();
  const [before = '', after = ''] = rule?.template.split('{secret}') ?? [];
  if (!rule || rule.template === '{secret}' || !text.startsWith(before)) return [whole];
  const value = text.slice(before.length, before.length + rule.length);
  return text.startsWith(after, before.length + value.length) ? [whole, value] : [whole];
}

/** Every character equally likely (`randomInt` has no modulo bias). */
export function randomText(rule: Pick<Generate, 'length' | 'charset'>): string {
  if (rule.charset === 'uuid') return randomUUID();
  const alphabet = alphabets[rule.charset];
  return Array.from({ length: rule.length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** Writes a new secret; returns false, and changes nothing, if the file has come into being meanwhile. */
export async function writeSecret(file: string, rule: Generate): Promise<boolean> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}.new`;
  const value = randomText(rule);
  try {
    await writeFile(
      draft,
      rule.template.replaceAll('{secret}', () => value),
      { mode: 0o600, flag: 'wx' },
    );
    await setMode(draft, rule.mode);
    return await putNew(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}
