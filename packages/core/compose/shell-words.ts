/**
 * A command line as argv, split as a shell would (quotes, backslashes), but nothing is run or expanded: the string form of
 * `command` and `entrypoint`. Throws RangeError for an open quote.
 */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    if (quote === "'") {
      if (c === "'") quote = '';
      else word = (word ?? '') + c;
    } else if (quote === '"') {
      if (c === '"') quote = '';
      else if (c === '\\') word = (word ?? '') + (text[++i] ?? '');
      else word = (word ?? '') + c;
    } else if (c === "'" || c === '"') {
      quote = c;
      word ??= '';
    } else if (c === '\\') {
      word = (word ?? '') + (text[++i] ?? '');
    } else if (/\s/.test(c)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + c;
  }
  if (quote !== '') throw new RangeError(`the quote in "${text}" is not closed`);
  if (word !== undefined) words.push(word);
  return words;
}
