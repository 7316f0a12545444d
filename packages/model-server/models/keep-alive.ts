/** Ollama's words for how long a model stays: `5m`, `1h30m`, `300` or 300 (seconds), 0 not at all, negative for ever. Milliseconds. */
export function keepAlive(value: unknown, otherwise: number): number {
  if (value === undefined || value === null || value === '') return otherwise;
  const seconds = typeof value === 'number' ? value : secondsOf(String(value));
  if (Number.isNaN(seconds)) return otherwise;
  return seconds < 0 ? Number.POSITIVE_INFINITY : seconds * 1000;
}

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

function secondsOf(text: string): number {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (text.startsWith('-')) return -1;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.map((p) => p[0]).join('') !== text || parts.length === 0) return Number.NaN;
  return parts.reduce((sum, [, n, unit]) => sum + Number(n) * (units[unit ?? 's'] ?? 1), 0);
}
