import { type ProcessRequest, promptLimit, type RunEvent } from '@sutazai/agent-contract/protocol';
import { type Agents, directAgent } from '../agents/index.ts';
import type { AgentInfo, Message, ModelInfo } from '../contract/index.ts';
import { failure, fromDiagnosis, SutazaiError } from '../diagnose/index.ts';
import { checkModel, type Models, shortName, windowOf } from '../models/index.ts';
import { type Fit, fitContext } from './context.ts';
import { directRun } from './direct.ts';
import type { Documents } from './documents.ts';
import { directTurns } from './prompts.ts';

/** Documents that one question can search: the agents' contract bounds its collections. */
const documentsAtOnce = 20;
/** Window of a model server that says nothing else, tokens (Ollama, without a large graphics card). */
const usualWindow = 4096;

export interface Question {
  text: string;
  agent: string;
  model?: string | undefined;
  /** The branch before it, oldest first. */
  before: readonly Message[];
  /** Ids of those attached to it. */
  documents: readonly string[];
}

/** A question that may be sent. */
export interface Asking {
  agent: AgentInfo;
  model: ModelInfo;
  fit: Fit;
  history: { role: 'user' | 'assistant'; content: string }[];
  documents: string[];
}

/** How long what an agent and a model said of themselves is believed, ms: asking costs more than the first word may. */
const believed = 30_000;

/** Looks whether a question can be answered, and has it answered. */
export class Asker {
  readonly #looked = new Map<string, { at: number; value: Promise<{ agent: AgentInfo; model: ModelInfo }> }>();

  constructor(
    private readonly agents: Agents,
    private readonly models: Models,
    private readonly documents: Documents,
    /** Tokens that the model server gives by its settings; undefined if nobody says. */
    private readonly servedContext: () => number | undefined,
  ) {}

  /** Something is not as it was: look again. */
  forget(): void {
    this.#looked.clear();
  }

  /** @throws SutazaiError what would make it fail, before anything is kept or sent */
  async prepare(question: Question, signal?: AbortSignal): Promise<Asking> {
    checkText(question.text);
    const { agent, model } = await this.#look(question.agent, question.model, signal);
    if (agent.problem && agent.state !== 'ready') throw fromDiagnosis(agent.problem);
    const bad = checkModel(agent, model).findings.find((f) => f.diagnosis.severity === 'error');
    if (bad) throw fromDiagnosis(bad.diagnosis);
    const documents = attached(question);
    if (documents.length > documentsAtOnce) {
      throw failure('DOCUMENT_LIMIT', { count: documents.length, limit: documentsAtOnce });
    }
    if (documents.length > 0 && !agent.documents) throw failure('DOCUMENT_NO_AGENT', { agent: agent.title });
    const fit = await this.#fit(question, agent, model, documents);
    if (fit.meter.tooLong) {
      const { usedTokens: tokens, window } = fit.meter;
      throw failure('PROMPT_OVER_WINDOW', { tokens, window: window ?? '', model: shortName(model.name) });
    }
    const kept = new Set(fit.kept);
    const history = question.before.filter((m) => kept.has(m.id)).map((m) => ({ role: m.role, content: m.text }));
    return { agent, model, fit, history, documents };
  }

  /** How full the window would be; whatever is wrong with the question itself is left to `prepare`. */
  async measure(question: Question, signal?: AbortSignal): Promise<Fit['meter']> {
    const { agent, model } = await this.#look(question.agent, question.model, signal);
    return (await this.#fit(question, agent, model, attached(question))).meter;
  }

  /** The run's events. `run` names it at the model; an agent gives it a name of its own. */
  async *run(asking: Asking, text: string, run: string, signal: AbortSignal): AsyncGenerator<RunEvent, void> {
    const { agent, model, history, documents } = asking;
    if (agent.id === directAgent) {
      const whole = await Promise.all(documents.map((id) => this.documents.text(id)));
      const messages = directTurns(whole, history, text);
      yield* directRun(this.models.server, { run, model: model.name, messages }, signal);
      return;
    }
    const collections: string[] = [];
    for (const id of documents) {
      yield* reading(this.documents.named(id).name, id, async () => {
        collections.push(await this.documents.place(id, agent.id, signal));
      });
    }
    const request: ProcessRequest = {
      ...{ prompt: text, model: shortName(model.name), history },
      ...(collections.length > 0 ? { collections } : {}),
    };
    for await (const event of this.agents.client(agent.id).run(request, { signal })) {
      if (event.type === 'error') await this.#explain(event.code, agent, model.name);
      yield event;
    }
  }

  /** What an agent cannot know of its model: whether it is still there, and whether it asks the same server. @throws SutazaiError */
  async #explain(code: string, agent: AgentInfo, name: string): Promise<void> {
    const model = shortName(name);
    const there = await this.models.server.model(name).then(
      () => true,
      (error: unknown) => (error instanceof SutazaiError && error.code === 'MODEL_MISSING' ? false : undefined),
    );
    if (there === false) throw failure('MODEL_REMOVED', { model });
    if (there && code === 'MODEL_MISSING')
      throw failure('AGENT_MODELS_ELSEWHERE', { agent: agent.title, service: agent.service, model });
  }

  async #fit(question: Question, agent: AgentInfo, model: ModelInfo, documents: readonly string[]): Promise<Fit> {
    const served = windowOf(model);
    const expected = Math.min(model.trainedContext ?? usualWindow, this.servedContext() ?? usualWindow);
    // An agent searches its documents and takes along what fits; a model alone is given them whole.
    const whole = agent.id === directAgent ? await Promise.all(documents.map((id) => this.documents.text(id))) : [];
    return fitContext({
      window: served ?? expected,
      source: served === null ? 'expected' : 'served',
      system: '',
      history: question.before.filter((m) => m.text !== ''),
      documents: whole.map((d) => d.text),
      prompt: question.text,
    });
  }

  async #look(id: string, name: string | undefined, signal?: AbortSignal) {
    const key = `${id}\n${name ?? ''}`;
    const known = this.#looked.get(key);
    if (known && performance.now() - known.at < believed) return known.value;
    // Without the caller's signal: others may be waiting for the same look.
    const value = Promise.allSettled([this.agents.get(id), this.models.choose(name)]).then(([agent, model]) => {
      if (agent.status === 'rejected') throw agent.reason;
      const { problem, state } = agent.value;
      if (model.status === 'fulfilled') return { agent: agent.value, model: model.value };
      // An agent that is away comes first: what its model lacks matters only once it is there.
      throw problem && state !== 'ready' ? fromDiagnosis(problem) : model.reason;
    });
    this.#looked.set(key, { at: performance.now(), value });
    const drop = () => {
      if (this.#looked.get(key)?.value === value) this.#looked.delete(key);
    };
    const found = await value.catch((error: unknown) => {
      drop();
      throw error;
    });
    // What is not well may be so the next moment, and a model that is not loaded has no window yet.
    if (found.agent.state !== 'ready' || !found.model.loaded) drop();
    signal?.throwIfAborted();
    return found;
  }
}

function checkText(text: string): void {
  if (text.trim() === '') throw failure('PROMPT_EMPTY');
  if (text.length > promptLimit) {
    const thousands = (n: number) => n.toLocaleString('en');
    throw failure('PROMPT_TOO_LONG', { length: thousands(text.length), limit: thousands(promptLimit) });
  }
}

/** Its own documents and those of the questions before it, each once. */
function attached({ before, documents }: Question): string[] {
  return [...new Set([...before.flatMap((m) => m.documents.map((d) => d.id)), ...documents])];
}

/** A document that is taken in first is a step that can be seen. */
async function* reading(name: string, id: string, work: () => Promise<void>): AsyncGenerator<RunEvent, void> {
  const step = { type: 'step' as const, id: `document-${id}`, title: `Reading ${name}` };
  const now = () => new Date().toISOString();
  const begun = performance.now();
  const done = work();
  const quick = await Promise.race([done.then(() => true), new Promise<false>((r) => setTimeout(r, 50, false))]);
  if (!quick) yield { ...step, seq: 0, at: now(), state: 'begun' };
  await done;
  if (performance.now() - begun > 50) yield { ...step, seq: 0, at: now(), state: 'done' };
}
