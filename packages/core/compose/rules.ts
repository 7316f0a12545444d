import { bytesOrUndefined } from './bytes.ts';
import { durationOrUndefined } from './duration.ts';
import { isMapping, type Value } from './errors.ts';
import { joinKey } from './yaml-file.ts';

/** What a value must be; tells each problem with its key. Hand-made tables: a schema library costs 40 ms at start-up. */
export interface Rule {
  /** In words: "a string", "a list of strings". */
  readonly expects: string;
  check(value: Value, key: string, tell: Tell): void;
}
export type Tell = (key: string, message: string, hint?: string) => void;

function rule(expects: string, fits: (value: Value) => boolean): Rule {
  return {
    expects,
    check: (value, key, tell) => {
      if (!fits(value)) tell(key, `must be ${expects}, not ${named(value)}`);
    },
  };
}

function named(value: Value): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (isMapping(value)) return 'a mapping';
  return typeof value === 'string'
    ? `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`
    : `${typeof value} ${value}`;
}

const isText = (v: Value) => typeof v === 'string';
const isNumeric = (v: Value) =>
  typeof v === 'number' || (typeof v === 'string' && v !== '' && !Number.isNaN(Number(v)));
const isInt = (v: Value) => isNumeric(v) && Number.isInteger(Number(v));

export const text = rule('a string', isText);
export const textOrNumber = rule('a string or a number', (v) => isText(v) || typeof v === 'number');
export const scalar = rule('a string, a number or a boolean', (v) => v !== null && !Array.isArray(v) && !isMapping(v));
export const scalarOrNull = rule('a string, a number, a boolean or empty', (v) => !Array.isArray(v) && !isMapping(v));
export const number = rule('a number', isNumeric);
export const int = rule('a whole number', isInt);
/** Variables make everything text, so `"true"` counts; so do YAML 1.1's words, as in compose. */
export const bool = rule(
  'true or false',
  (v) => typeof v === 'boolean' || (isText(v) && /^(true|false|yes|no|on|off|y|n|1|0)$/i.test(String(v))),
);
export const duration = rule(
  'a duration such as 30s or 1m30s',
  (v) => isText(v) && durationOrUndefined(String(v)) !== undefined,
);
export const bytes = rule(
  'a size such as 64m or 2g',
  (v) => (isText(v) && bytesOrUndefined(String(v)) !== undefined) || typeof v === 'number',
);
export const anything: Rule = { expects: 'anything', check: () => undefined };

export function oneOf(...words: string[]): Rule {
  return rule(`one of ${words.join(', ')}`, (v) => isText(v) && words.includes(String(v)));
}

export function matching(pattern: RegExp, expects: string): Rule {
  return rule(expects, (v) => isText(v) && pattern.test(String(v)));
}

export function list(item: Rule): Rule {
  const expects = `a list (each ${item.expects})`;
  return {
    expects,
    check: (value, key, tell) => {
      if (!Array.isArray(value)) tell(key, `must be a list, not ${named(value)}`);
      else for (const [i, v] of value.entries()) item.check(v, joinKey(key, i), tell);
    },
  };
}

export function map(item: Rule): Rule {
  return {
    expects: 'a mapping',
    check: (value, key, tell) => {
      if (!isMapping(value)) tell(key, `must be a mapping, not ${named(value)}`);
      else
        for (const [k, v] of Object.entries(value))
          if (!k.startsWith('x-') || item !== anything) item.check(v, joinKey(key, k), tell);
    },
  };
}

/** A mapping with known keys; `x-…` is always free. An unknown key is told with the nearest known one. */
export function object(keys: Record<string, Rule>, required: readonly string[] = []): Rule {
  return {
    expects: 'a mapping',
    check: (value, key, tell) => {
      if (!isMapping(value)) return tell(key, `must be a mapping, not ${named(value)}`);
      for (const [k, v] of Object.entries(value)) {
        if (k.startsWith('x-')) continue;
        const known = keys[k];
        if (known) known.check(v, joinKey(key, k), tell);
        else {
          const near = nearest(k, Object.keys(keys));
          tell(joinKey(key, k), `is not a key that compose knows here`, near ? `did you mean "${near}"?` : undefined);
        }
      }
      for (const k of required) if (!(k in value)) tell(key, `needs the key "${k}"`);
    },
  };
}

/** The first alternative whose kind (list, mapping, scalar) fits is the one whose problems are told. */
export function either(...rules: [kind: 'list' | 'map' | 'scalar' | 'null', rule: Rule][]): Rule {
  const expects = rules.map(([, r]) => r.expects).join(' or ');
  return {
    expects,
    check: (value, key, tell) => {
      const kind = value === null ? 'null' : Array.isArray(value) ? 'list' : isMapping(value) ? 'map' : 'scalar';
      const fits = rules.find(([k]) => k === kind);
      if (fits) fits[1].check(value, key, tell);
      else tell(key, `must be ${expects}, not ${named(value)}`);
    },
  };
}

/** As it is, or empty. */
export function optional(r: Rule): Rule {
  return { expects: r.expects, check: (value, key, tell) => value === null || r.check(value, key, tell) };
}

/** The known word that is at most two edits away (one for short words). */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known.map((k) => [distance(word, k), k] as const).sort((a, b) => a[0] - b[0]);
  const best = ranked[0];
  return best && best[0] <= (word.length < 5 ? 1 : 2) ? best[1] : undefined;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + cost));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
