import { randomInt, randomUUID } from 'node:crypto';
import { chmod, link, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const alphabets = {
  alnum: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  hex: '0123456789abcdef',
  base64url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
};

/** How a secret may be made on first use: the `x-sutazai.generate` block in its definition. */
export interface Generate {
  length: number;
  charset: keyof typeof alphabets;
  /** What the file holds, where it is more than the secret itself; `{secret}` stands for it. */
  template: string;
  /** File mode; a container that does not run as root reads a mounted file only with 0644. */
  mode: number;
}

export function generateRule(definition: Record<string, unknown>): Generate | undefined {
  const block = definition['x-sutazai'] as { generate?: unknown } | undefined;
  const wish = block?.generate;
  if (wish === undefined || wish === null || wish === false) return undefined;
  const given = (typeof wish === 'object' ? wish : {}) as Record<keyof Generate, unknown>;
  const charset = String(given.charset ?? 'alnum');
  return {
    length: lengthOf(given.length),
    charset: Object.hasOwn(alphabets, charset) ? (charset as Generate['charset']) : 'alnum',
    template: typeof given.template === 'string' && given.template.includes('{secret}') ? given.template : '{secret}',
    mode: modeOf(given.mode),
  };
}

/** Never too short to be guessed, whatever the file says: a wish that is no number gets the usual length. */
function lengthOf(wish: unknown): number {
  const length = Math.floor(Number(wish ?? 32));
  return Number.isFinite(length) ? Math.min(1024, Math.max(16, length)) : 32;
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
    // Not left to the umask, which would take from a container what the file's mode was to give it.
    await chmod(draft, rule.mode);
    // A hard link, unlike a rename, never replaces what another process has just written.
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
