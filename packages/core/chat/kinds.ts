import { failure } from '../diagnose/index.ts';

/** What a file is, by its first bytes where they tell, and whether a model can be given it as it is. */
export interface Kind {
  mime: string;
  text: boolean;
}

const byEnding: Readonly<Record<string, string>> = {
  md: 'text/markdown',
  markdown: 'text/markdown',
  html: 'text/html',
  htm: 'text/html',
  csv: 'text/csv',
  json: 'application/json',
};

/** @throws SutazaiError DOCUMENT_EMPTY, DOCUMENT_UNREADABLE: it is none of the kinds that are understood */
export function kindOf(name: string, bytes: Uint8Array): Kind {
  if (bytes.length === 0) throw failure('DOCUMENT_EMPTY', { name });
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1');
  if (head.includes('%PDF-')) return { mime: 'application/pdf', text: false };
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (head.startsWith('PK\x03\x04')) {
    if (ending !== 'docx') throw failure('DOCUMENT_UNREADABLE', { name, reason: 'it is an archive' });
    return { mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', text: false };
  }
  const text = textOf(bytes);
  if (text === undefined)
    throw failure('DOCUMENT_UNREADABLE', { name, reason: 'it is neither text in UTF-8 nor PDF or DOCX' });
  if (text.trim() === '') throw failure('DOCUMENT_EMPTY', { name });
  return { mime: byEnding[ending] ?? 'text/plain', text: true };
}

/** Undefined if it is no text. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Only the last part of a path, without control characters: a name to show, never a place to write to. */
export function plainName(given: string): string {
  const last = given.split(/[\\/]/).at(-1) ?? '';
  return last.replace(/\p{Cc}/gu, '').slice(-200) || 'document';
}
