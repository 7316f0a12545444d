import { de } from './de.ts';
import { en, type Words } from './en.ts';

export type { Words } from './en.ts';

/** Texts for a BCP 47 tag: by its language, English where there is none. */
export const wordsFor = (locale: string): Words => (locale.split('-')[0]?.toLowerCase() === 'de' ? de : en);
