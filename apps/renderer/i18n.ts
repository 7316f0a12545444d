import i18next, { type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { byArea, type Messages } from './i18n-messages.ts';
import { pseudo } from './i18n-pseudo.ts';

// English is there at once: it is also what a missing word of another language falls back to. Others come when chosen.
const english = import.meta.glob<Messages>('./messages/en/*.json', { eager: true, import: 'default' });

export const locales = ['en', 'de'] as const;
export type Locale = (typeof locales)[number] | 'pseudo';

export const i18n: I18n = i18next.createInstance();

i18n.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: byArea(english) } },
  interpolation: { escapeValue: false },
  returnNull: false,
  showSupportNotice: false,
} as Parameters<typeof i18n.init>[0]);

/** The best language we have for what a system or a person asks; English where there is none. */
export function localeFor(wanted: string | null | undefined): Locale {
  const language = (wanted ?? '').toLowerCase().split('-')[0];
  return locales.find((l) => l === language) ?? 'en';
}

export async function changeLocale(locale: Locale): Promise<void> {
  if (locale === 'de' && !i18n.hasResourceBundle('de', 'translation')) {
    const { german, germanOfCore } = await import('./i18n-german.ts');
    i18n.addResourceBundle('de', 'core', byArea(germanOfCore));
    i18n.addResourceBundle('de', 'translation', byArea(german));
  }
  if (locale === 'pseudo') i18n.addResourceBundle('pseudo', 'translation', pseudo(byArea(english)));
  await i18n.changeLanguage(locale);
  document.documentElement.lang = locale === 'pseudo' ? 'en' : locale;
}
