// The public door: a document's text, and its passages.
export { type Chunk, chunk, type Page } from './chunk.ts';
export { type Parsed, parseDocument } from './parse.ts';
