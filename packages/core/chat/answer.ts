import type { RunEvent } from '@sutazai/agent-contract/protocol';
import type { MessageDetail } from '../contract/index.ts';

/** Characters kept of what a tool was given and gave: enough to understand it, not a second answer. */
const toolText = 4_000;
const productText = 200_000;

export function emptyDetail(): MessageDetail {
  return {
    ...{ steps: [], tools: [], citations: [], warnings: [], products: [] },
    ...{ usage: null, firstTokenMs: null, window: null, failure: null },
  };
}

/** What an event did to the answer. */
export type Growth = { kind: 'text'; at: number; text: string } | { kind: 'detail' } | { kind: 'whole' } | undefined;

/** An answer while it is being written. */
export class Answer {
  text = '';
  readonly detail = emptyDetail();

  /** `documentOf`: our own name for a document that the agent names. */
  constructor(
    private readonly clock: () => number,
    private readonly begunAt: number,
    private readonly documentOf: (remote: string) => string,
  ) {}

  take(event: RunEvent): Growth {
    const { detail } = this;
    switch (event.type) {
      case 'token': {
        if (event.text === '') return undefined;
        const at = this.text.length;
        this.text += event.text;
        detail.firstTokenMs ??= Math.round(this.clock() - this.begunAt);
        return { kind: 'text', at, text: event.text };
      }
      case 'plan':
        for (const step of event.steps) {
          if (!detail.steps.some((s) => s.id === step.id)) detail.steps.push({ ...step, state: 'planned' });
        }
        return { kind: 'detail' };
      case 'step':
        this.#step(event);
        return { kind: 'detail' };
      case 'tool':
        this.#tool(event);
        return { kind: 'detail' };
      case 'citations':
        for (const c of event.citations) {
          const document = this.documentOf(c.document);
          const known = detail.citations.some((d) => d.document === document && d.passage === c.passage);
          if (!known) detail.citations.push({ ...c, document });
        }
        return { kind: 'detail' };
      case 'file':
        detail.products.push({ kind: 'file', name: event.path, bytes: event.bytes });
        return { kind: 'detail' };
      case 'diff':
        detail.products.push({ kind: 'diff', name: event.path ?? '', text: event.text.slice(0, productText) });
        return { kind: 'detail' };
      case 'artefact':
        detail.products.push({ kind: 'artefact', name: event.name, bytes: event.bytes });
        return { kind: 'detail' };
      case 'memory':
        detail.products.push({ kind: 'memory', name: event.block, text: event.after.slice(0, productText) });
        return { kind: 'detail' };
      case 'usage':
        detail.usage = { promptTokens: event.prompt_tokens, completionTokens: event.completion_tokens, ms: event.ms };
        return { kind: 'detail' };
      case 'warning':
        detail.warnings.push({ code: event.code, message: event.message });
        return { kind: 'detail' };
      case 'end':
        // An agent that works in steps says its answer only here.
        if (event.response === '' || event.response === this.text) return undefined;
        this.text = event.response;
        return { kind: 'whole' };
      default:
        return undefined;
    }
  }

  #step(event: Extract<RunEvent, { type: 'step' }>): void {
    const now = this.clock();
    const { id, title, state } = event;
    const told = event.detail === undefined ? {} : { detail: event.detail };
    const times = state === 'begun' ? { begunAt: now } : { endedAt: now };
    const known = this.detail.steps.find((s) => s.id === id);
    if (known) Object.assign(known, { title, state }, told, times);
    else this.detail.steps.push({ id, title, state, ...told, ...times });
  }

  #tool(event: Extract<RunEvent, { type: 'tool' }>): void {
    const words = (value: unknown) =>
      (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, toolText);
    const given = event.arguments === undefined ? {} : { arguments: words(event.arguments) };
    const got = event.result === undefined ? {} : { result: words(event.result) };
    const known = this.detail.tools.find((t) => t.id === event.call);
    if (known) Object.assign(known, { state: event.state }, given, got);
    else this.detail.tools.push({ id: event.call, name: event.name, state: event.state, ...given, ...got });
  }
}
