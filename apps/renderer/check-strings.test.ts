import { describe, expect, it } from 'vitest';
// @ts-expect-error a script without types, run by `npm run check`
import { checkStrings, checkText } from './check-strings.mjs';
import { pseudo } from './i18n-pseudo.ts';

const english = new Map([
  ['stack.title', 'Stack'],
  ['stack.count_other', '{{count}}'],
  ['stack.state.ok', 'OK'],
]);
const check = (source: string): string[] => checkText('x.tsx', source, english);

describe('strings', () => {
  it('the pages have no literal words, no missing key, and every language is whole', () => {
    expect(checkStrings()).toEqual([]);
  });

  it.each([
    'const a = <p>Hello there</p>;',
    'const a = <p title="Hello" />;',
    'const a = <input placeholder="Your name" />;',
    'const a = <p aria-label={x ? "One" : "Two"} />;',
    'const a = <p>{on ? "Yes it is" : null}</p>;',
    'const a = <p>{`${count} things`}</p>;',
    "t('stack.nothing');",
    't(`stack.elsewhere.${x}`);',
    "i18n.t(on ? 'stack.title' : 'stack.gone');",
  ])('finds %s', (source) => expect(check(source)).not.toEqual([]));

  it.each([
    'const a = <p className="wide" id="main">{t(\'stack.title\')}</p>;',
    "t('stack.count', { count: 2 });",
    't(`stack.state.${x}`);',
    'const a = <input placeholder="unix:///var/run/docker.sock" />;',
    'const a = <p>{`${a}/${b}`} 12 %</p>;',
  ])('lets %s be', (source) => expect(check(source)).toEqual([]));
});

it('makes a language for tests of English: longer, accented, placeholders kept', () => {
  expect(pseudo({ a: { b: 'Stop {{name}} <b>now</b>' } })).toEqual({
    a: { b: '[Stóp {{name}} <b>nów</b> ~~~~~ ~~~~~]' },
  });
});
