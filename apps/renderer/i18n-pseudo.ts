import type { Messages } from './i18n-messages.ts';

const accents: Record<string, string> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
};

/**
 * A language for tests: every message in brackets, accented, a third longer. What is not in brackets on a page did not come from
 * a message file; what is cut off there would be cut off in German. Placeholders and tags stay as they are.
 */
export function pseudo(messages: Messages): Messages {
  return Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [
      key,
      typeof value === 'string' ? pseudoText(value) : pseudo(value),
    ]),
  );
}

export function pseudoText(text: string): string {
  const changed = text
    .split(/(\{\{.*?\}\}|<.*?>)/)
    .map((part, at) => (at % 2 ? part : part.replace(/[aeiouAEIOU]/g, (c) => accents[c] ?? c)))
    .join('');
  return `[${changed}${' ~~~~~'.repeat(Math.ceil((text.length * 0.35) / 6))}]`;
}
