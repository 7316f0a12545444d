/** Between a number and its unit: no line break there. */
const nbsp = '\u00a0';

const cache = new Map<string, Intl.NumberFormat>();
function formatter(locale: string, digits: number): Intl.NumberFormat {
  const key = `${locale}/${digits}`;
  let found = cache.get(key);
  if (!found) {
    found = new Intl.NumberFormat(locale === 'pseudo' ? 'en' : locale, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    cache.set(key, found);
  }
  return found;
}

export function number(value: number, locale: string, digits = 0): string {
  return formatter(locale, digits).format(value);
}

/** Sizes in MB and GB of 1024, with as few digits as decide something: `92 MB`, `1.1 GB`, `22 GB`. */
export function bytes(value: number, locale: string): string {
  const { amount, unit } = sized(value, locale);
  return `${amount}${nbsp}${unit}`;
}

/** `4.9 of 8.2 GB` needs the amount apart from its unit; `like` is the size whose unit both have. */
export function sized(value: number, locale: string, like = value): { amount: string; unit: string } {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let step = 0;
  // A unit is taken up early enough that no amount has four digits before the point.
  for (let rest = Math.abs(like); rest >= 999.5 && step < units.length - 1; rest /= 1024) step += 1;
  const scaled = value / 1024 ** step;
  const digits = step >= 3 && Math.abs(scaled) < 99.95 ? 1 : 0;
  return { amount: number(scaled, locale, digits), unit: units[step] ?? 'B' };
}

export function percent(value: number, locale: string, digits = 1): string {
  return `${number(value, locale, digits)}${nbsp}%`;
}

export function rate(bytesPerSecond: number, locale: string): string {
  return `${bytes(bytesPerSecond, locale)}/s`;
}
