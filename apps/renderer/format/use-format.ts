import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { bytes, number, percent, rate, sized } from './numbers.ts';
import { clock, day, duration } from './times.ts';

/** Numbers, sizes and times in the language of the page. */
export function useFormat() {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  return useMemo(() => {
    const words = {
      second: t('units.second'),
      minute: t('units.minute'),
      hour: t('units.hour'),
      minuteShort: t('units.minuteShort'),
      day: t('units.day'),
    };
    return {
      number: (value: number, digits?: number) => number(value, locale, digits),
      bytes: (value: number) => bytes(value, locale),
      sized: (value: number, like?: number) => sized(value, locale, like),
      percent: (value: number, digits?: number) => percent(value, locale, digits),
      rate: (value: number) => rate(value, locale),
      duration: (ms: number) => duration(ms, words, locale),
      /** How long something has been so: in whole seconds, as nobody looks at it more often. */
      age: (ms: number) => duration(Math.max(1, Math.round(ms / 1000)) * 1000, words, locale),
      clock,
      day: (at: number) => day(at, locale),
    };
  }, [t, locale]);
}
