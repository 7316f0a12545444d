import { createHash } from 'node:crypto';
import type { Citation, IndexAnswer, IndexRequest, Passage } from '@sutazai/agent-contract';
import { chunk, parseDocument } from '@sutazai/documents';
import { type Dependencies, notFound, Problem } from '@sutazai/service-kit';
import type { ModelServer } from '../model/model-server.ts';
import type { PassageStore } from './passages.ts';

/** Characters of a passage and of its overlap with the next: several must fit into a window of 2,048 tokens. */
const passageSize = 800;
const overlap = 100;
/** Texts per request: a slow processor answers each within seconds. */
const batch = 32;
/** A limit of time for a document, not for its reading: a thousand passages on a slow processor. */
const longest = 15 * 60_000;

/** Documents as passages with vectors. */
export class Library {
  constructor(
    private readonly store: PassageStore,
    private readonly server: ModelServer,
    private readonly embeddingModel: string,
    private readonly dependencies: Dependencies,
  ) {}

  /** @throws Problem 422 it is no document, 404 no embedding model, 503 */
  async index(request: IndexRequest, signal: AbortSignal): Promise<IndexAnswer> {
    const bytes = decode(request.content_base64);
    const { mime, pages } = await parseDocument(bytes, request.name);
    const pieces = chunk(pages, passageSize, overlap);
    if (pieces.length === 0)
      throw new Problem(422, 'NO_TEXT', `“${request.name}” holds no text.`, 'A scan needs text recognition first.');
    const { collection, name } = request;
    const document = createHash('sha256').update(`${collection}\n${name}\n`).update(bytes).digest('hex').slice(0, 32);
    const vectors = await this.#embed(
      pieces.map((p) => p.text),
      signal,
    );
    const passages = pieces.map((p) => ({
      ...{ collection, document, name, passage: p.ordinal, page: p.page, text: p.text, of: pieces.length },
    }));
    await this.#use(() => this.store.put(collection, passages, vectors));
    return { document, collection, name, mime, bytes: bytes.length, passages: passages.length };
  }

  /** The passages that are nearest to a question, nearest first. */
  async find(
    collections: readonly string[],
    question: string,
    limit: number,
    signal: AbortSignal,
  ): Promise<Citation[]> {
    const [vector] = await this.#embed([question], signal);
    return this.#use(() => this.store.search(collections, vector ?? [], limit));
  }

  /** @throws Problem 404 */
  async passage(document: string, number: number): Promise<Passage> {
    const found = await this.#use(() => this.store.passage(document, number));
    if (!found) throw notFound('passage', `${document}/${number}`, [], 'PASSAGE_UNKNOWN');
    const { name, page, text, of } = found;
    return { document, passage: number, name, page, text, of };
  }

  /** @throws Problem 404 */
  async forget(document: string): Promise<void> {
    if (!(await this.#use(() => this.store.forget(document))))
      throw notFound('document', document, [], 'DOCUMENT_UNKNOWN');
  }

  async #embed(texts: string[], signal: AbortSignal): Promise<number[][]> {
    const model = this.server.embeddings(this.embeddingModel, AbortSignal.any([signal, AbortSignal.timeout(longest)]));
    const vectors: number[][] = [];
    for (let at = 0; at < texts.length; at += batch)
      vectors.push(...(await this.dependencies.use('ollama', () => model.embedDocuments(texts.slice(at, at + batch)))));
    return vectors;
  }

  #use<T>(work: () => Promise<T>): Promise<T> {
    return this.dependencies.use(this.store.name, work);
  }
}

function decode(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  // Node skips what is not of the alphabet: half a file must not pass for a whole one.
  if (bytes.length !== Math.floor((base64.replace(/[=\s]+$/, '').replace(/\s+/g, '').length * 3) / 4))
    throw new Problem(
      422,
      'UNREADABLE',
      'The document’s content is not in base64.',
      'Send the file’s bytes in base64.',
    );
  return bytes;
}
