const factors: Record<string, number> = {
  '': 1,
  b: 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
  p: 1024 ** 5,
};

/** `64m`, `1.5g`, `100MB`, `10 kib`, `1024` → bytes (powers of 1024, as docker counts); undefined for anything else. */
export function bytesOrUndefined(text: string): number | undefined {
  const match = /^(-?\d+(?:\.\d+)?) ?([kmgtp]?)(i?b)?$/i.exec(text.trim());
  if (!match) return undefined;
  const factor = factors[(match[2] ?? '').toLowerCase()] ?? 1;
  return Math.trunc(Number(match[1]) * factor);
}

/** As `bytesOrUndefined`; throws RangeError for text that is no size. */
export function parseBytes(text: string): number {
  const value = bytesOrUndefined(text);
  if (value === undefined) throw new RangeError(`"${text}" is no size`);
  return value;
}
