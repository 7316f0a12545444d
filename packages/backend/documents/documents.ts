import { createHash, randomUUID } from 'node:crypto';
import { chunk, parseDocument } from '@sutazai/documents';
import { type Dependencies, notFound, Problem } from '@sutazai/service-kit';
import type { Database } from '../db/database.ts';
import type { Graph } from '../graph/graph.ts';
import type { Models } from '../models/models.ts';
import type { Collections } from '../vectors/collections.ts';

export interface Document {
  id: string;
  collection: string;
  name: string;
  mime: string;
  bytes: number;
  pages: number | null;
  state: 'indexing' | 'ready' | 'failed';
  error: { code: string; message: string; next_step: string } | null;
  chunks: number;
  indexed: number;
  created_at: Date;
}

export interface Citation {
  document: string;
  name: string;
  chunk: string;
  page: number | null;
  /** Characters in the document's whole text. */
  begins: number;
  ends: number;
  text: string;
  score: number;
}

const select = `SELECT d.id, d.collection, d.name, d.mime, d.bytes::float8 AS bytes, d.pages, d.state, d.error, d.created_at,
  (SELECT count(*)::int FROM chunks c WHERE c.document_id = d.id) AS chunks,
  (SELECT count(*)::int FROM chunks c WHERE c.document_id = d.id AND c.indexed) AS indexed FROM documents d`;
const standard = 'documents';
const batch = 32;

/** Documents: their text in the database, their vectors in the collection's store. */
export class Documents {
  readonly #indexing = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: Database,
    private readonly collections: Collections,
    private readonly models: Models,
    private readonly graph: Graph,
    private readonly dependencies: Dependencies,
    private readonly retry = 5_000,
  ) {}

  /**
   * Takes a document in: read and cut up at once, indexed in the background. Without a collection it goes into
   * `documents`, which is made when it is first needed.
   * @throws Problem 404 collection, 422 unreadable or empty, 503
   */
  async add(file: { name: string; bytes: Buffer }, collection: string | undefined): Promise<Document> {
    const target = collection ? await this.collections.get(collection) : await this.#standard();
    if (!target.embedding_model) {
      throw new Problem(
        409,
        'NO_EMBEDDING_MODEL',
        `“${target.name}” has no embedding model.`,
        'Choose a collection that has one.',
      );
    }
    const parsed = await parseDocument(file.bytes, file.name);
    // PostgreSQL's text has no place for zero bytes; a PDF may hold some.
    const pages = parsed.pages.map((p) => ({ ...p, text: p.text.replaceAll('\0', '') }));
    const chunks = chunk(pages);
    if (chunks.length === 0) {
      throw new Problem(
        422,
        'NO_TEXT',
        'The document holds no text.',
        'If it is a scan, recognise its text first (OCR).',
      );
    }
    const id = randomUUID();
    const numbered = pages.some((p) => p.number !== undefined);
    await this.dependencies.use('postgres', () =>
      this.db.transaction(async (q) => {
        await q.query(
          "INSERT INTO documents (id, collection, name, mime, bytes, sha256, pages, state) VALUES ($1, $2, $3, $4, $5, $6, $7, 'indexing')",
          [
            id,
            target.name,
            file.name,
            parsed.mime,
            file.bytes.length,
            createHash('sha256').update(file.bytes).digest('hex'),
            numbered ? pages.length : null,
          ],
        );
        await q.query(
          `INSERT INTO chunks (id, document_id, ordinal, page, begins, ends, text)
           SELECT gen_random_uuid(), $1, * FROM unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::text[])`,
          [
            id,
            chunks.map((c) => c.ordinal),
            chunks.map((c) => c.page),
            chunks.map((c) => c.begins),
            chunks.map((c) => c.ends),
            chunks.map((c) => c.text),
          ],
        );
      }),
    );
    await this.graph.record({ type: 'document', document: id, name: file.name, collection: target.name });
    this.#index(id);
    return this.get(id);
  }

  /** Goes on with what a stop or a failure left unfinished. */
  async resume(): Promise<void> {
    const rows = await this.db.query<{ id: string }>("SELECT id FROM documents WHERE state = 'indexing'");
    for (const { id } of rows) this.#index(id);
  }

  list(collection: string | undefined, limit: number): Promise<Document[]> {
    return this.#query<Document>(
      `${select} WHERE $1::text IS NULL OR d.collection = $1 ORDER BY d.created_at DESC LIMIT $2`,
      [collection ?? null, limit],
    );
  }

  async get(id: string): Promise<Document> {
    const rows = await this.#query<Document>(`${select} WHERE d.id = $1`, [id]);
    if (!rows[0])
      throw notFound(
        'document',
        id,
        (await this.list(undefined, 10)).map((d) => d.id),
        'DOCUMENT_UNKNOWN',
      );
    return rows[0];
  }

  async remove(id: string): Promise<void> {
    const document = await this.get(id);
    const chunks = await this.#query<{ id: string }>('SELECT id FROM chunks WHERE document_id = $1', [id]);
    const collection = await this.collections.get(document.collection);
    await this.collections.remove(collection, { ids: chunks.map((c) => c.id) });
    await this.#query('DELETE FROM documents WHERE id = $1', [id]);
  }

  /** The passages nearest to a question, with where they stand. */
  async search(question: string, name: string, limit: number): Promise<Citation[]> {
    const collection = await this.collections.get(name);
    const hits = await this.collections.query(collection, { text: question, limit });
    if (hits.length === 0) return [];
    const rows = await this.#query<Omit<Citation, 'score'>>(
      `SELECT c.id AS chunk, c.document_id AS document, d.name, c.page, c.begins, c.ends, c.text
         FROM chunks c JOIN documents d ON d.id = c.document_id WHERE c.id = ANY($1::uuid[])`,
      [hits.map((h) => h.id).filter((id) => /^[0-9a-f-]{36}$/.test(id))],
    );
    const found = new Map(rows.map((r) => [r.chunk, r]));
    return hits.flatMap((h) => {
      const row = found.get(h.id);
      return row ? [{ ...row, score: h.score }] : [];
    });
  }

  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await Promise.all(this.#indexing.values());
  }

  async #standard() {
    const there = (await this.collections.list()).find((c) => c.name === standard);
    return (
      there ?? this.collections.create(standard, { metric: 'cosine', embedding_model: this.models.embeddingModel })
    );
  }

  #index(id: string): void {
    if (this.#indexing.has(id) || this.#stop.signal.aborted) return;
    const work = this.#run(id)
      .catch((error: unknown) => this.#failed(id, error))
      .finally(() => this.#indexing.delete(id));
    this.#indexing.set(id, work);
  }

  async #run(id: string): Promise<void> {
    const document = await this.get(id);
    const collection = await this.collections.get(document.collection);
    while (!this.#stop.signal.aborted) {
      const chunks = await this.#query<{ id: string; ordinal: number; text: string }>(
        'SELECT id, ordinal, text FROM chunks WHERE document_id = $1 AND NOT indexed ORDER BY ordinal LIMIT $2',
        [id, batch],
      );
      if (chunks.length === 0) {
        await this.#query("UPDATE documents SET state = 'ready', error = NULL WHERE id = $1", [id]);
        return;
      }
      await this.collections.upsert(
        collection,
        chunks.map((c) => ({ id: c.id, text: c.text, payload: { document: id, chunk: c.ordinal } })),
      );
      await this.#query('UPDATE chunks SET indexed = true WHERE id = ANY($1::uuid[])', [chunks.map((c) => c.id)]);
    }
  }

  /** What is away comes back: tried again. What was refused stays refused. */
  async #failed(id: string, error: unknown): Promise<void> {
    if (this.#stop.signal.aborted) return;
    if (error instanceof Problem && error.status !== 503) {
      const words = JSON.stringify({ code: error.code, message: error.message, next_step: error.nextStep });
      await this.db
        .query("UPDATE documents SET state = 'failed', error = $2 WHERE id = $1", [id, words])
        .catch(() => undefined);
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.resume().catch((e: unknown) => this.#failed(id, e)), this.retry).unref();
  }

  #query<T extends object>(sql: string, params?: readonly unknown[]): Promise<T[]> {
    return this.dependencies.use('postgres', () => this.db.query<T>(sql, params));
  }
}
