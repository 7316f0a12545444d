export interface Part {
  at: number;
  text: string;
  removed: boolean;
}

/** What the host put in place of a secret. */
const mark = /\*{3,}|\[removed\]|<removed>|\[redacted\]/gi;

/** A text in parts: as it is, and where something was removed. */
export function splitRemoved(text: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const found of text.matchAll(mark)) {
    if (found.index > at) parts.push({ at, text: text.slice(at, found.index), removed: false });
    parts.push({ at: found.index, text: found[0], removed: true });
    at = found.index + found[0].length;
  }
  if (at < text.length) parts.push({ at, text: text.slice(at), removed: false });
  return parts;
}
