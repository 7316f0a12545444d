import type { LogLine } from '@sutazai/core/contract';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that terminals take as commands
const controls = /\u001b(?:\[[0-9;?]*[A-Za-z]|\][^\u0007]*\u0007|[()][AB0]|[=>])|[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** Colours and cursor movements are for terminals; a tab is two columns here. */
export function cleanLine(line: LogLine): LogLine {
  if (line.kind === 'seam') return line;
  const text = line.text.replaceAll('\t', '  ').replace(controls, '');
  return text === line.text ? line : { ...line, text };
}

export type Level = 'e' | 'w' | '';

/** What the line says of itself near its beginning; stderr alone means nothing. */
export function levelOf(text: string): Level {
  const head = text.slice(0, 120);
  if (/\b(error|err|fatal|panic|crit(ical)?|emerg)\b/i.test(head)) return 'e';
  if (/\bwarn(ing)?\b/i.test(head)) return 'w';
  return '';
}
