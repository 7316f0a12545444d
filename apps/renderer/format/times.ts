const nbsp = '\u00a0';

/** The words of a locale for lengths of time. */
export interface TimeWords {
  second: string;
  minute: string;
  hour: string;
  /** After hours: `6 h 12 m` in English. */
  minuteShort: string;
  day: string;
}

/** `46 ms`, `0.4 s`, `48 s`, `4 min`, `6 h 12 m`, `3 d`: as few parts as decide something. */
export function duration(ms: number, words: TimeWords, locale: string): string {
  const seconds = Math.max(0, ms) / 1000;
  const say = (n: number, unit: string) => `${n}${nbsp}${unit}`;
  // "0 s" would say that nothing was measured.
  if (ms >= 1 && ms < 100) return say(Math.round(ms), 'ms');
  if (seconds < 9.95) {
    const n = new Intl.NumberFormat(locale === 'pseudo' ? 'en' : locale, { maximumFractionDigits: 1 }).format(seconds);
    return `${n}${nbsp}${words.second}`;
  }
  if (seconds < 59.5) return say(Math.round(seconds), words.second);
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return say(minutes, words.minute);
  const hours = Math.floor(seconds / 3600);
  if (hours < 48) {
    const rest = Math.floor((seconds % 3600) / 60);
    return rest ? `${say(hours, words.hour)}${nbsp}${say(rest, words.minuteShort)}` : say(hours, words.hour);
  }
  return say(Math.floor(hours / 24), words.day);
}

const clocks = new Map<string, Intl.DateTimeFormat>();
/** `14:05:40` in the local zone, on a clock of 24 hours as logs have it. */
export function clock(at: number, seconds = true): string {
  const key = String(seconds);
  let found = clocks.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      ...(seconds ? { second: '2-digit' } : {}),
      hourCycle: 'h23',
    });
    clocks.set(key, found);
  }
  return found.format(at);
}

export function day(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale === 'pseudo' ? 'en' : locale, { day: 'numeric', month: 'short' }).format(at);
}
