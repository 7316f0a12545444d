export interface Page {
  /** From 1; undefined where the document has no pages. */
  number?: number;
  text: string;
}

export interface Chunk {
  ordinal: number;
  page: number | null;
  /** Place in the document's whole text (all pages, joined by a line end): from, to. */
  begins: number;
  ends: number;
  text: string;
}

/**
 * Cuts a text into pieces of at most `size` characters that overlap by about `overlap`, at the ends of paragraphs, sentences
 * or words where there are any. Every character that is not white space lies in at least one piece.
 */
export function chunk(pages: readonly Page[], size = 1_000, overlap = 150): Chunk[] {
  const chunks: Chunk[] = [];
  let offset = 0;
  for (const page of pages) {
    const { text } = page;
    let from = 0;
    while (from < text.length) {
      const to = from + size >= text.length ? text.length : cut(text, from, from + size);
      const piece = text.slice(from, to);
      const lead = piece.length - piece.trimStart().length;
      const body = piece.trim();
      if (body) {
        const begins = offset + from + lead;
        chunks.push({
          ordinal: chunks.length,
          page: page.number ?? null,
          begins,
          ends: begins + body.length,
          text: body,
        });
      }
      if (to >= text.length) break;
      from = Math.max(from + 1, back(text, to - overlap, to));
    }
    offset += text.length + 1;
  }
  return chunks;
}

/** The best end at or before `limit`, in the piece's second half. */
function cut(text: string, from: number, limit: number): number {
  const earliest = from + Math.floor((limit - from) / 2);
  // Only this half is searched: a text without a mark would be gone through again for each piece.
  const half = text.slice(earliest, limit);
  for (const mark of ['\n\n', '\n', '. ', '? ', '! ', ' ']) {
    const at = half.lastIndexOf(mark);
    if (at >= 0) return earliest + at + mark.length;
  }
  // Never between the halves of one character.
  return isHigh(text.charCodeAt(limit - 1)) ? limit - 1 : limit;
}

/** Where the next piece begins: at a word. */
function back(text: string, wanted: number, limit: number): number {
  const space = text.slice(wanted, limit).indexOf(' ');
  const at = space >= 0 ? wanted + space + 1 : wanted;
  return isHigh(text.charCodeAt(at - 1)) ? at + 1 : at;
}

const isHigh = (code: number) => code >= 0xd800 && code <= 0xdbff;
