import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentRefusal } from '@sutazai/agent-contract/protocol';
import { type Agents, directAgent } from '../agents/index.ts';
import { type DocumentInfo, type DocumentPassage, messageDetail } from '../contract/index.ts';
import { failure, fromDiagnosis } from '../diagnose/index.ts';
import type { DocumentRow, Store } from '../store/index.ts';
import { runFailure } from './failures.ts';
import { kindOf, plainName, textOf } from './kinds.ts';

const limitMb = 20;

/** Documents that questions are about: kept here as files, and taken in by each agent that is asked about them. */
export class Documents {
  readonly #folder: string;

  /** `stateDir`: the folder of our own state; documents lie in a folder of it that is closed to others. */
  constructor(
    private readonly store: Pick<Store, 'documents' | 'messages'>,
    private readonly agents: Agents,
    stateDir: string,
  ) {
    this.#folder = join(stateDir, 'documents');
  }

  /** @throws SutazaiError DOCUMENT_*, AGENT_*; nothing is kept then */
  async add(file: { name: string; bytes: Uint8Array }, agent?: string, signal?: AbortSignal): Promise<DocumentInfo> {
    const name = plainName(file.name);
    const size = file.bytes.length;
    if (size > limitMb * 1024 * 1024) {
      throw failure('DOCUMENT_TOO_LARGE', { name, size: Math.ceil(size / 1024 / 1024), limit: limitMb });
    }
    const { mime } = kindOf(name, file.bytes);
    const sha256 = createHash('sha256').update(file.bytes).digest('hex');
    const known = this.store.documents.bySha(sha256);
    const id = known?.id ?? randomUUID();
    if (!known) {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeFile(this.#path(id), file.bytes, { mode: 0o600 });
      this.store.documents.add({ id, name, mime, bytes: size, sha256 });
    }
    try {
      if (agent !== undefined && agent !== directAgent) await this.place(id, agent, signal);
    } catch (error) {
      if (!known) await this.remove(id);
      throw error;
    }
    return infoOf(this.#row(id));
  }

  list(): DocumentInfo[] {
    return this.store.documents.list().map(infoOf);
  }

  /** @throws SutazaiError DOCUMENT_UNKNOWN */
  named(id: string): { id: string; name: string } {
    const { name } = this.#row(id);
    return { id, name };
  }

  /** Also at the agents that took it in; one that is away keeps it, and nothing leads to it any more. */
  async remove(id: string): Promise<void> {
    const row = this.store.documents.get(id);
    if (!row) return;
    await Promise.all(
      row.places.map(async (place) => {
        const signal = AbortSignal.timeout(5_000);
        await Promise.resolve()
          .then(() => this.agents.client(place.agent).forget(place.remote, signal))
          .catch(() => undefined);
      }),
    );
    this.store.documents.remove(id);
    await rm(this.#path(id), { force: true });
  }

  /** Has an agent take a document in, if it has not; returns the collection to be asked. */
  async place(id: string, agent: string, signal?: AbortSignal): Promise<string> {
    const row = this.#row(id);
    const collection = `doc-${id}`;
    if (row.places.some((p) => p.agent === agent)) return collection;
    const content_base64 = (await this.#bytes(row)).toString('base64');
    try {
      const { document, passages } = await this.agents
        .client(agent)
        .index({ collection, name: row.name, content_base64 }, signal);
      this.store.documents.place(id, { agent, remote: document, passages });
      return collection;
    } catch (error) {
      signal?.throwIfAborted();
      throw this.#refused(error, row, agent);
    }
  }

  /** Its text, for a model that is given the whole. @throws SutazaiError DOCUMENT_NO_AGENT if it is no plain text */
  async text(id: string): Promise<{ name: string; text: string }> {
    const row = this.#row(id);
    const text = textOf(await this.#bytes(row));
    if (text === undefined) throw failure('DOCUMENT_NO_AGENT', { agent: 'A model without an agent' });
    return { name: row.name, text };
  }

  /** What a citation points to: from the agent that has it, else as the citation kept it. @throws SutazaiError DOCUMENT_UNKNOWN */
  async passage(document: string, number: number, signal?: AbortSignal): Promise<DocumentPassage> {
    const row = this.store.documents.get(document);
    for (const place of row?.places ?? []) {
      try {
        const limit = AbortSignal.timeout(5_000);
        const both = signal ? AbortSignal.any([signal, limit]) : limit;
        const { name, page, text, of } = await this.agents.client(place.agent).passage(place.remote, number, both);
        return { document, name, passage: number, page, text, of };
      } catch {
        signal?.throwIfAborted();
      }
    }
    for (const message of this.store.messages.telling(JSON.stringify(document), 100)) {
      const detail = messageDetail.safeParse(message.detail);
      const cited = detail.data?.citations.find((c) => c.document === document && c.passage === number);
      if (cited) return { document, name: cited.name, passage: number, page: cited.page, text: cited.text, of: null };
    }
    throw failure('DOCUMENT_UNKNOWN', { document: row?.name ?? document });
  }

  /** Our own name for what an agent calls otherwise. */
  idOf(agent: string, remote: string): string {
    return this.store.documents.byRemote(agent, remote)?.id ?? remote;
  }

  #row(id: string): DocumentRow {
    const row = this.store.documents.get(id);
    if (!row) throw failure('DOCUMENT_UNKNOWN', { document: id });
    return row;
  }

  async #bytes(row: DocumentRow): Promise<Buffer> {
    return readFile(this.#path(row.id)).catch((cause: unknown) => {
      throw failure('DOCUMENT_UNKNOWN', { document: row.name }, { cause });
    });
  }

  #path(id: string): string {
    return join(this.#folder, id);
  }

  #refused(error: unknown, row: DocumentRow, agent: string): Error {
    const { title, service } = this.agents.named(agent);
    if (error instanceof AgentRefusal && error.status === 422) {
      const reason = error.message.replace(/\.$/, '');
      if (error.code === 'NO_TEXT') return failure('DOCUMENT_EMPTY', { name: row.name }, { cause: error });
      return failure('DOCUMENT_UNREADABLE', { name: row.name, reason }, { cause: error });
    }
    if (error instanceof AgentRefusal && error.status === 404 && error.code === 'ROUTE_NOT_FOUND') {
      return failure('DOCUMENT_NO_AGENT', { agent: title }, { cause: error });
    }
    return fromDiagnosis(runFailure(error, { agent: title, service, model: '', midway: false }), { cause: error });
  }
}

function infoOf(row: DocumentRow): DocumentInfo {
  const { id, name, mime, bytes, addedAt } = row;
  return { id, name, mime, bytes, addedAt, indexedBy: row.places.map(({ agent, passages }) => ({ agent, passages })) };
}
