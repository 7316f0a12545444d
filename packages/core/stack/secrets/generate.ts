import { randomInt } from 'node:crypto';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
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
    length: Math.max(16, Number(given.length ?? 32)),
    charset: charset in alphabets ? (charset as Generate['charset']) : 'alnum',
    template: typeof given.template === 'string' && given.template.includes('{secret}') ? given.template : '{secret}',
    mode: typeof given.mode === 'number' ? given.mode : 0o600,
  };
}

/** Every character equally likely (`randomInt` has no modulo bias). */
export function randomText(rule: Pick<Generate, 'length' | 'charset'>): string {
  const alphabet = alphabets[rule.charset];
  return Array.from({ length: rule.length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** Writes a new secret; returns false, and changes nothing, if the file has come into being meanwhile. */
export async function writeSecret(file: string, rule: Generate): Promise<boolean> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.new`;
  await writeFile(
    draft,
    rule.template.replace('{secret}', () => randomText(rule)),
    { mode: rule.mode, flag: 'wx' },
  );
  try {
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
