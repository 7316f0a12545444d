const units: Record<string, number> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
  d: 86_400e9,
  w: 604_800e9,
};

/**
 * `1m30s`, `500ms`, `1.5h`, a bare number of seconds is none → nanoseconds; undefined for anything else. Units as
 * compose takes them (Go's, plus days and weeks).
 */
export function durationOrUndefined(text: string): number | undefined {
  if (text === '0') return 0;
  let rest = text.startsWith('-') || text.startsWith('+') ? text.slice(1) : text;
  if (rest === '') return undefined;
  let total = 0;
  while (rest !== '') {
    const match = /^(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h|d|w)/.exec(rest);
    if (!match) return undefined;
    total += Number(match[1]) * (units[match[2] ?? ''] ?? 0);
    rest = rest.slice(match[0].length);
  }
  return Math.round(text.startsWith('-') ? -total : total);
}

/** As `durationOrUndefined`; throws RangeError for text that is no duration. */
export function parseDuration(text: string): number {
  const value = durationOrUndefined(text);
  if (value === undefined) throw new RangeError(`"${text}" is no duration`);
  return value;
}

/** Nanoseconds as Go writes them (`1m30s`, `500ms`, `0s`): the canonical form in compose's output. */
export function formatDuration(ns: number): string {
  if (ns === 0) return '0s';
  const sign = ns < 0 ? '-' : '';
  const value = Math.abs(ns);
  if (value < 1e3) return `${sign}${value}ns`;
  if (value < 1e6) return `${sign}${value / 1e3}µs`;
  if (value < 1e9) return `${sign}${value / 1e6}ms`;
  const hours = Math.floor(value / 3600e9);
  const minutes = Math.floor((value % 3600e9) / 60e9);
  const seconds = (value % 60e9) / 1e9;
  return `${sign}${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${seconds}s`;
}
