import { expect, it } from 'vitest';
import { de } from './de.ts';
import { en } from './en.ts';
import { wordsFor } from './words.ts';

/** Each text with figures put in, under its path. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(value(2, 3, 4))]];
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

it('every text of one language is in the other, and is another one', () => {
  const [english, german] = [new Map(texts(en)), new Map(texts(de))];
  expect([...german.keys()]).toEqual([...english.keys()]);
  // Names and words that are the same in both.
  const same = [...english].filter(([path, text]) => german.get(path) === text).map(([path]) => path);
  expect(same).toEqual([
    '.app',
    '.tray.serviceState',
    '.menu.stackPage',
    '.menu.chatPage',
    '.menu.monitorPage',
    '.menu.stack',
  ]);
});

it('no exclamation mark, no please, no empty text', () => {
  for (const [path, text] of [...texts(en), ...texts(de)]) expect(text, path).toMatch(/^(?!.*(!|please|bitte)).+$/i);
});

it('follows the language of a tag', () => {
  expect(wordsFor('de-AT')).toBe(de);
  expect(wordsFor('en-GB')).toBe(en);
  expect(wordsFor('fr')).toBe(en);
});
