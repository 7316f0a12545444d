import type { RunEvent } from '@sutazai/agent-contract/protocol';
import type { ChatEvent, Diagnosis, Message } from '../contract/index.ts';
import { diagnose, fromUnknown } from '../diagnose/index.ts';
import type { Store } from '../store/index.ts';
import type { Answer } from './answer.ts';
import { type Asked, agentFailure, runFailure } from './failures.ts';

/** A crash costs no more than this, ms. */
const saveEvery = 250;
/** Without a word this often, ms: the sign that its process lives (see recover.ts). */
const beatEvery = 15_000;

export interface RunParts {
  message: Message;
  answer: Answer;
  /** What is asked, as failures name it. */
  asked: Omit<Asked, 'midway'>;
  source: (signal: AbortSignal) => AsyncIterable<RunEvent>;
  store: Pick<Store, 'messages'>;
  tell: (event: ChatEvent) => void;
}

/** One answer being written: told to whoever watches, kept as it grows, ended exactly once. */
export class Run {
  /** Resolves when nothing is written any more. */
  readonly done: Promise<void>;
  readonly #stop = new AbortController();
  #unsaved = '';
  #saving: NodeJS.Timeout | undefined;
  #beat: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(private readonly parts: RunParts) {
    this.#beat = setInterval(() => this.#save(), beatEvery).unref();
    this.done = this.#work();
  }

  /** The message as it is now. */
  get message(): Message {
    return { ...this.parts.message, text: this.parts.answer.text, detail: this.parts.answer.detail };
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Told and kept at once; what was asked hears of it at the same time, and is not waited for. */
  stop(): void {
    this.#end('stopped', null);
    this.#stop.abort(new DOMException('stopped', 'AbortError'));
  }

  async #work(): Promise<void> {
    const { answer, asked, source, tell, message } = this.parts;
    try {
      for await (const event of source(this.#stop.signal)) {
        if (this.#ended) break;
        const grown = answer.take(event);
        if (grown?.kind === 'text') {
          this.#unsaved += grown.text;
          tell({ type: 'text', message: message.id, at: grown.at, text: grown.text });
        } else if (grown?.kind === 'detail') tell({ type: 'detail', message: message.id, detail: answer.detail });
        if (grown) this.#saveSoon();
        if (event.type === 'error') {
          const midway = answer.text !== '';
          this.#end('failed', agentFailure(event.code, event.message, event.next_step, { ...asked, midway }));
        } else if (event.type === 'end') this.#whole(event.status);
      }
      if (!this.#ended)
        this.#end('failed', diagnose('ANSWER_BROKEN_OFF', { who: asked.agent, service: asked.service }));
    } catch (error) {
      if (!this.#ended) this.#end('failed', runFailure(error, { ...asked, midway: answer.text !== '' }));
    }
  }

  #whole(status: 'done' | 'cancelled'): void {
    const { answer, asked } = this.parts;
    const empty = answer.text.trim() === '' && answer.detail.products.length === 0;
    if (status === 'cancelled') this.#end('stopped', null);
    else if (empty) this.#end('failed', diagnose('EMPTY_ANSWER', { model: asked.model }));
    else this.#end('done', null);
  }

  #saveSoon(): void {
    this.#saving ??= setTimeout(() => this.#save(), saveEvery);
  }

  #save(): void {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    if (this.#ended) return;
    const text = this.#unsaved;
    try {
      this.parts.store.messages.grow(this.parts.message.id, text, this.parts.answer.detail);
      this.#unsaved = '';
    } catch (error) {
      // An answer that cannot be kept is not shown as if it were.
      this.#end('failed', fromUnknown(error).diagnosis);
      this.#stop.abort(error);
    }
  }

  #end(state: Exclude<Message['state'], 'running'>, failure: Diagnosis | null): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#saving);
    clearInterval(this.#beat);
    const { message, answer, store, tell } = this.parts;
    answer.detail.failure = failure;
    for (const step of answer.detail.steps)
      if (step.state === 'begun') step.state = state === 'done' ? 'done' : 'failed';
    message.state = state;
    message.endedAt = Date.now();
    try {
      store.messages.end(message.id, state, answer.text, answer.detail);
    } catch (error) {
      message.state = 'failed';
      answer.detail.failure = fromUnknown(error).diagnosis;
    }
    tell({ type: 'message', message: this.message });
  }
}
