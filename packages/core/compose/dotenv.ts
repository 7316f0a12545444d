import { interpolate } from './interpolate.ts';

/** What is wrong with a line of an env file. */
export class DotenvError extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

/**
 * A `.env` file: `KEY=value`, `export KEY=value`, comments, single quotes (literal), double quotes (escapes, variables, may
 * go over lines), unquoted values with variables and trailing comments. `KEY` alone takes the value of `lookup`, or is left
 * out. Throws DotenvError, or InterpolationError from a value.
 */
export function parseDotenv(text: string, lookup: (name: string) => string | undefined): Map<string, string> {
  const values = new Map<string, string>();
  const find = (name: string) => lookup(name) ?? values.get(name);
  const source = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  let at = 0;
  const lineOf = (index: number) => source.slice(0, index).split('\n').length;
  while (at < source.length) {
    const blank = /^(?:[ \t]*(?:#[^\n]*)?\n|[ \t]*(?:#[^\n]*)?$)/.exec(source.slice(at));
    if (blank) {
      if (blank[0] === '') break;
      at += blank[0].length;
      continue;
    }
    const head = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*(?:\[\d+\])?)[ \t]*(=|:(?=[ \t])|(?=\n|$|#))[ \t]*/.exec(
      source.slice(at),
    );
    const key = head?.[1];
    if (!head || key === undefined) {
      const line = lineOf(at);
      throw new DotenvError(
        `unexpected character in variable name near "${source.slice(at).split('\n')[0]?.split('=')[0]}"`,
        line,
      );
    }
    at += head[0].length;
    if (head[2] === '') {
      const inherited = lookup(key);
      if (inherited !== undefined) values.set(key, inherited);
      at = endOfLine(source, at);
      continue;
    }
    const quote = source[at];
    if (quote === '"' || quote === "'") {
      const end = closingQuote(source, at + 1, quote);
      if (end < 0) throw new DotenvError(`the quote of ${key} is not closed`, lineOf(at));
      const body = source.slice(at + 1, end);
      values.set(key, quote === "'" ? body : interpolate(unescaped(body), { lookup: find }));
      at = endOfLine(source, end + 1);
    } else {
      const end = endOfLine(source, at);
      const raw = source.slice(at, end).replace(/\n$/, '');
      values.set(key, interpolate(raw.replace(/(^|[ \t]+)#.*$/, '').trim(), { lookup: find }));
      at = end;
    }
  }
  return values;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}

function closingQuote(text: string, from: number, quote: string): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\' && quote === '"') i += 1;
    else if (text[i] === quote) return i;
  }
  return -1;
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$$' };

function unescaped(text: string): string {
  return text.replaceAll(/\\([nrt"\\$])/g, (_, c: string) => escapes[c] ?? c);
}
