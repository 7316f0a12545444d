import type { LogLine } from '@sutazai/core/contract';

/** `14:05:40 ` before each line. */
const timeColumns = 9;
/** Characters by which the second and later rows of a line stand in. */
const hanging = 2;

/**
 * Rows that a line takes where `columns` characters fit, broken as the browser breaks it: after the last space that fits, or
 * anywhere in a word that is longer than a row. Rows lie in the flow of the page, so a character of double width costs a
 * scroll bar that is a row off, and nothing else.
 */
export function rowsOfLine(line: LogLine, columns: number): number {
  if (line.kind === 'seam' || columns === Number.POSITIVE_INFINITY) return 1;
  const { text } = line;
  let left = columns - timeColumns;
  if (text.length <= left) return 1;
  let rows = 1;
  let from = 0;
  while (text.length - from > left) {
    const space = text.lastIndexOf(' ', from + left);
    from = space > from ? space + 1 : from + left;
    left = Math.max(1, columns - hanging);
    rows += 1;
  }
  return rows;
}
