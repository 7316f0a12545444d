import type { Params } from '../../template.ts';

/** Named groups of the first pattern that matches; undefined if none does. */
export function firstMatch(patterns: RegExp | readonly RegExp[], text: string): Params | undefined {
  for (const pattern of patterns instanceof RegExp ? [patterns] : patterns) {
    const found = pattern.exec(text);
    if (found) return groups(found);
  }
  return undefined;
}

/** A group cannot have one name twice in a pattern: `path2` is another place where `path` can stand. */
function groups(found: RegExpExecArray): Params {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(found.groups ?? {})) {
    if (value) params[name.replace(/\d$/, '')] ??= value;
  }
  return params;
}
