import { randomUUID } from 'node:crypto';
import type { Agents } from '../agents/index.ts';
import {
  type ChatEvent,
  type ContextMeter,
  type Conversation,
  type Message,
  messageDetail,
  type RunBegun,
  type SearchHit,
} from '../contract/index.ts';
import { failure } from '../diagnose/index.ts';
import type { Models } from '../models/index.ts';
import type { ConversationRow, MessageRow, Store } from '../store/index.ts';
import { Answer, emptyDetail } from './answer.ts';
import { Asker, type Asking, type Question } from './ask.ts';
import type { Documents } from './documents.ts';
import { titleOf } from './prompts.ts';
import { recoverOrphans } from './recover.ts';
import { Run } from './run.ts';
import { branch, leafUnder } from './tree.ts';
import { Watchers } from './watchers.ts';

export interface ChatOptions {
  store: Pick<Store, 'conversations' | 'messages' | 'together'>;
  agents: Agents;
  models: Models;
  documents: Documents;
  /** Tokens that the model server gives by its settings; undefined if nobody says. */
  servedContext?: () => number | undefined;
}

export interface Send {
  conversation: string;
  /** Absent: the branch that is shown. Null or an answer: a new version beside what follows there. */
  parent?: string | null | undefined;
  text: string;
  agent: string;
  model?: string | undefined;
  documents?: readonly string[] | undefined;
}

/**
 * Conversations as trees: a question or answer that is made again stands beside the earlier one, and nothing is ever
 * overwritten. Answers are written here, whoever watches, and kept as they grow.
 */
export class Chat {
  readonly #runs = new Map<string, Run>();
  readonly #watchers = new Watchers();
  readonly #asker: Asker;

  constructor(private readonly options: ChatOptions) {
    const { agents, models, documents, servedContext } = options;
    this.#asker = new Asker(agents, models, documents, servedContext ?? (() => undefined));
    recoverOrphans(options.store);
  }

  /** Newest first; with words, those that have all of them. */
  conversations(search = '', limit = 500): Conversation[] {
    return this.options.store.conversations.list(limit, wordsOf(search));
  }

  watchConversations(signal: AbortSignal): AsyncIterable<Conversation[]> {
    return this.#watchers.list(() => this.conversations(), signal);
  }

  create(
    wanted: { title?: string | undefined; agent?: string | undefined; model?: string | undefined } = {},
  ): Conversation {
    const id = randomUUID();
    const { title = '', agent = null, model = null } = wanted;
    this.options.store.conversations.add({ id, title, agent, model });
    this.#watchers.listChanged();
    return this.#conversation(id);
  }

  /** @throws SutazaiError CONVERSATION_UNKNOWN */
  open(id: string): { conversation: Conversation; messages: Message[] } {
    // A terminal that was killed beside this window left one, perhaps.
    recoverOrphans(this.options.store);
    return { conversation: this.#conversation(id), messages: this.#messages(id) };
  }

  rename(id: string, title: string): Conversation {
    this.#conversation(id);
    this.options.store.conversations.change(id, { title });
    return this.#changed(id);
  }

  /** Its running answers are stopped first. */
  remove(id: string): void {
    for (const run of this.#runs.values()) if (run.message.conversation === id) run.stop();
    if (!this.options.store.conversations.remove(id)) throw failure('CONVERSATION_UNKNOWN');
    this.#watchers.tell(id, { type: 'gone' });
    this.#watchers.listChanged();
  }

  /** Shows the branch through a message. @throws SutazaiError CONVERSATION_UNKNOWN, MESSAGE_UNKNOWN */
  choose(id: string, message: string): Conversation {
    const { messages } = this.open(id);
    if (!messages.some((m) => m.id === message)) throw failure('MESSAGE_UNKNOWN');
    this.options.store.conversations.change(id, { leaf: leafUnder(messages, message) });
    return this.#changed(id);
  }

  /** A snapshot, then every change; ends with `gone` or the signal. @throws SutazaiError CONVERSATION_UNKNOWN */
  watch(id: string, signal: AbortSignal): AsyncIterable<ChatEvent> {
    this.#conversation(id);
    return this.#watchers.conversation(id, () => ({ type: 'snapshot', ...this.open(id) }), signal);
  }

  /** @throws SutazaiError what stands against it: PROMPT_*, AGENT_*, MODEL_*, DOCUMENT_*, ANSWER_RUNNING; nothing is kept then */
  async send(send: Send, signal?: AbortSignal): Promise<RunBegun> {
    const { question, parent } = this.#question(send);
    const asking = await this.#asker.prepare(question, signal);
    const documents = (send.documents ?? []).map((id) => this.options.documents.named(id));
    const { store } = this.options;
    const written = store.together(() => {
      const asked = store.messages.add({
        ...{ id: randomUUID(), conversation: send.conversation, parent, role: 'user', text: send.text, state: 'done' },
        ...{ agent: send.agent, model: asking.model.name, documents, detail: emptyDetail() },
      });
      const title = this.#conversation(send.conversation).title || titleOf(send.text);
      store.conversations.change(send.conversation, { title, agent: send.agent, model: asking.model.name });
      return { asked, ...this.#answerTo(asked, asking) };
    });
    this.#watchers.tell(send.conversation, { type: 'message', message: messageOf(written.asked) });
    const begun = this.#begin(asking, written);
    // The question is on its way to the agent before the caller hears of it: a write wakes its reader, who takes the processor.
    await new Promise((resolve) => setImmediate(resolve));
    return begun;
  }

  /** Another answer beside the earlier ones. @throws SutazaiError as `send`, MESSAGE_UNKNOWN */
  async regenerate(
    message: string,
    wanted: { agent?: string | undefined; model?: string | undefined } = {},
  ): Promise<RunBegun> {
    const { store } = this.options;
    const given = store.messages.get(message);
    const asked = given?.role === 'assistant' && given.parent !== null ? store.messages.get(given.parent) : given;
    if (!given || asked?.role !== 'user') throw failure('MESSAGE_UNKNOWN');
    const before = branch(this.#messages(asked.conversation), asked.parent);
    const agent = wanted.agent ?? given.agent ?? 'model';
    const model = wanted.model ?? given.model ?? undefined;
    const documents = asked.documents.map((d) => d.id);
    const asking = await this.#asker.prepare({ text: asked.text, agent, model, before, documents });
    return this.#begin(asking, { asked, ...store.together(() => this.#answerTo(asked, asking)) });
  }

  /** One that has ended, or never was, is no failure. */
  stop(run: string): void {
    this.#runs.get(run)?.stop();
  }

  /** @throws SutazaiError CONVERSATION_UNKNOWN, AGENT_UNKNOWN, MODEL_* */
  measure(send: Send, signal?: AbortSignal): Promise<ContextMeter> {
    return this.#asker.measure(this.#question(send).question, signal);
  }

  search(text: string, limit = 50): SearchHit[] {
    return this.options.store.conversations.search(wordsOf(text), limit).map((hit) => ({
      ...hit,
      excerpt: hit.excerpt.replaceAll('\u0003', '\u0002').split('\u0002'),
    }));
  }

  /** An agent, a model or an address changed: what was believed of them is asked anew. */
  changed(): void {
    this.#asker.forget();
  }

  /** Stops all answers and waits until they are kept. */
  async close(): Promise<void> {
    const runs = [...this.#runs.values()];
    for (const run of runs) run.stop();
    await Promise.allSettled(runs.map((run) => run.done));
  }

  #question(send: Send): { question: Question; parent: string | null } {
    const conversation = this.#conversation(send.conversation);
    const messages = this.#messages(conversation.id);
    const parent = send.parent === undefined ? conversation.leaf : send.parent;
    const before = branch(messages, parent);
    const last = before.at(-1);
    if (parent !== null && !last) throw failure('MESSAGE_UNKNOWN');
    if (last?.state === 'running') throw failure('ANSWER_RUNNING');
    const { text, agent, model, documents = [] } = send;
    return { question: { text, agent, model, before, documents }, parent };
  }

  /** The row of an answer that is yet to come, shown from now on. */
  #answerTo(asked: MessageRow, { agent, model, fit }: Asking): { row: MessageRow; answer: Answer } {
    const { store, documents } = this.options;
    const answer = new Answer(Date.now, Date.now(), (remote) => documents.idOf(agent.id, remote));
    answer.detail.window = fit.meter.window;
    const left = fit.meter.dropped.length;
    if (left > 0) {
      const message = `The ${left === 1 ? 'oldest message was' : `${left} oldest messages were`} not sent: the window of ${fit.meter.window} tokens is full.`;
      answer.detail.warnings.push({ code: 'CONTEXT_TRUNCATED', message });
    }
    const row = store.messages.add({
      ...{ id: randomUUID(), conversation: asked.conversation, parent: asked.id, role: 'assistant', text: '' },
      ...{ state: 'running', agent: agent.id, model: model.name, documents: [], detail: answer.detail },
    });
    store.conversations.change(asked.conversation, { leaf: row.id });
    return { row, answer };
  }

  #begin(asking: Asking, { asked, row, answer }: { asked: MessageRow; row: MessageRow; answer: Answer }): RunBegun {
    const { store, agents, models } = this.options;
    const { agent, model } = asking;
    const { title, service } = agents.named(agent.id);
    const run = new Run({
      ...{ message: { ...messageOf(row), detail: answer.detail }, answer, store },
      asked: { agent: title, service, model: model.name },
      source: (signal) => this.#asker.run(asking, asked.text, row.id, signal),
      tell: (event) => this.#told(row, event),
    });
    this.#runs.set(row.id, run);
    void run.done.then(() => {
      this.#runs.delete(row.id);
      // The model is in memory now, or was found to be gone.
      models.changed();
    });
    this.#watchers.tell(asked.conversation, { type: 'message', message: run.message });
    this.#changed(asked.conversation);
    return { question: asked.id, answer: row.id, run: row.id };
  }

  #told(row: MessageRow, event: ChatEvent): void {
    this.#watchers.tell(row.conversation, event);
    if (event.type !== 'message') return;
    if (event.message.state === 'failed') this.#asker.forget();
    if (this.options.store.conversations.get(row.conversation)) this.#changed(row.conversation);
  }

  #changed(id: string): Conversation {
    const conversation = this.#conversation(id);
    this.#watchers.tell(id, { type: 'conversation', conversation });
    this.#watchers.listChanged();
    return conversation;
  }

  #conversation(id: string): ConversationRow {
    const found = this.options.store.conversations.get(id);
    if (!found) throw failure('CONVERSATION_UNKNOWN');
    return found;
  }

  /** As kept; those being written as they are now. */
  #messages(id: string): Message[] {
    return this.options.store.messages.of(id).map((row) => this.#runs.get(row.id)?.message ?? messageOf(row));
  }
}

function messageOf(row: MessageRow): Message {
  const detail = messageDetail.safeParse(row.detail);
  return { ...row, detail: detail.success ? detail.data : emptyDetail() };
}

function wordsOf(text: string): string[] {
  return text
    .split(/\s+/)
    .filter((w) => w !== '')
    .slice(0, 20);
}
