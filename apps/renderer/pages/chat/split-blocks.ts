export interface Block {
  /** Where it begins in the text: its identity, as text is only ever added at the end. */
  at: number;
  text: string;
  /** Inside a fence that is not closed yet. */
  open: boolean;
}

/** A paragraph longer than this is cut at the end of a line or sentence: the last block alone is drawn again with every word. */
const longest = 2500;

/**
 * Markdown in pieces that do not change any more when text is added: cut at blank lines outside of code fences. `known` are the
 * blocks of the text so far; all but the last of them are taken over unread.
 */
export function splitBlocks(text: string, known: readonly Block[] = []): Block[] {
  const last = known.at(-1);
  const kept = last && text.startsWith(last.text, last.at) ? known.slice(0, -1) : [];
  const blocks = [...kept];
  let at = kept.length && last ? last.at : 0;
  while (at < text.length) {
    const block = nextBlock(text, at);
    blocks.push(block);
    at = block.at + block.text.length;
  }
  return blocks;
}

const fence = /^ {0,3}(`{3,}|~{3,})/;

function nextBlock(text: string, at: number): Block {
  let end = at;
  let marker = '';
  while (end < text.length) {
    const newline = text.indexOf('\n', end);
    const lineEnd = newline < 0 ? text.length : newline + 1;
    const line = text.slice(end, lineEnd);
    const found = fence.exec(line)?.[1];
    if (marker) {
      if (found?.startsWith(marker) && line.trim() === found) return block(text, at, lineEnd);
    } else if (found) {
      if (end > at) return block(text, at, end);
      marker = found;
    } else if (line.trim() === '' && end > at && !continues(text, lineEnd)) {
      return block(text, at, lineEnd);
    }
    end = lineEnd;
    if (!marker && end - at > longest) return block(text, at, cutBefore(text, at, end));
  }
  return { at, text: text.slice(at), open: marker !== '' };
}

const block = (text: string, at: number, end: number): Block => ({ at, text: text.slice(at, end), open: false });

/** An indented line or a further item after a blank line still belongs to the list. */
const continues = (text: string, at: number) => /^(?: {2,}\S|\s*(?:[-*+]|\d+[.)]) )/.test(text.slice(at, at + 12));

/** End of a line, else of a sentence, else of a word, before which a long block is cut. */
function cutBefore(text: string, at: number, end: number): number {
  const limit = at + longest;
  if (end <= limit + 400) return end;
  const sentence = text.lastIndexOf('. ', limit);
  if (sentence > at + longest / 2) return sentence + 2;
  const space = text.lastIndexOf(' ', limit);
  return space > at ? space + 1 : end;
}
