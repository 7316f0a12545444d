import type { Messages } from './i18n-messages.ts';

/** All German messages as one chunk, fetched when German is chosen. */
export const german = import.meta.glob<Messages>('./messages/de/*.json', { eager: true, import: 'default' });

/** What the core says in English: diagnoses by their code, and what services are for. */
export const germanOfCore = import.meta.glob<Messages>('./core-words/de/*.json', { eager: true, import: 'default' });
