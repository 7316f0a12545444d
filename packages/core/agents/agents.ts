import { AgentClient, agentCards, type Capabilities } from '@sutazai/agent-contract/protocol';
import { Changes } from '../changes.ts';
import type { AgentInfo } from '../contract/index.ts';
import { diagnose, failure } from '../diagnose/index.ts';
import { type Models, reasonOf } from '../models/index.ts';
import type { StackModel, StackStatus } from '../stack/index.ts';
import { agentPlace, modelServerPlace } from './reach.ts';

export interface AgentsOptions {
  /** The project as it is now, undefined while it cannot be read; asked each time, as profiles and externals change. */
  model: () => StackModel | undefined;
  models: Models;
  /** The stack's state where there is an engine: why an agent does not answer, and when to look again. */
  status?: () => StackStatus | undefined;
}

/** The model server itself, for a conversation without an agent. */
export const directAgent = 'model';

/** Milliseconds for an agent on this machine to say what it can. */
const patience = 1_500;

/**
 * Who can be asked. What answers is there, whatever anybody else says; the stack's state tells why one does not. Nothing is
 * polled: `changed` makes watchers look again.
 */
export class Agents {
  readonly #known = new Map<string, Capabilities>();
  readonly #changes = new Changes();

  constructor(private readonly options: AgentsOptions) {}

  ids(): string[] {
    return [...agentCards.map((a) => a.id), directAgent];
  }

  list(signal?: AbortSignal): Promise<AgentInfo[]> {
    return Promise.all(this.ids().map((id) => this.get(id, signal)));
  }

  /** @throws SutazaiError AGENT_UNKNOWN */
  async get(id: string, signal?: AbortSignal): Promise<AgentInfo> {
    if (id === directAgent) return this.#direct(signal);
    const card = agentCards.find((a) => a.id === id);
    if (!card) throw failure('AGENT_UNKNOWN', { agent: id, known: this.ids().join(', ') });
    const { service, url, external, off } = agentPlace(this.options.model(), id, card.port);
    const common = { id, title: card.title, about: card.about, external, ...(service ? { service } : {}) };
    if (off) {
      const problem = diagnose('AGENT_OFF', { agent: card.title, service: service ?? id });
      return { ...common, ...this.#can(id), state: 'off', problem };
    }
    const asked = url ? await this.#ask(id, url, signal) : { answers: false, reason: 'it publishes no port' };
    if (asked.answers) return { ...common, ...this.#can(id), state: 'ready' };
    const params = { agent: card.title, service: service ?? id, reason: asked.reason };
    return { ...common, ...this.#can(id), state: this.#whyNot(service), problem: diagnose('AGENT_DOWN', params) };
  }

  /** How to speak to an agent. @throws SutazaiError AGENT_UNKNOWN, AGENT_OFF, AGENT_DOWN */
  client(id: string): AgentClient {
    const card = agentCards.find((a) => a.id === id);
    if (!card) throw failure('AGENT_UNKNOWN', { agent: id, known: this.ids().join(', ') });
    const { service = id, url, off } = agentPlace(this.options.model(), id, card.port);
    if (off) throw failure('AGENT_OFF', { agent: card.title, service });
    if (!url) throw failure('AGENT_DOWN', { agent: card.title, service, reason: 'it publishes no port' });
    return new AgentClient(url);
  }

  /** Title and service of an agent, as failures name them. */
  named(id: string): { title: string; service: string } {
    const card = agentCards.find((a) => a.id === id);
    if (!card) return { title: 'The model server', service: this.#modelService() };
    return { title: card.title, service: agentPlace(this.options.model(), id, card.port).service ?? id };
  }

  /** The list now, and again after each change of it. */
  async *watch(signal: AbortSignal): AsyncGenerator<AgentInfo[], void> {
    let before = '';
    for await (const now of this.#changes.follow((within) => this.list(within), signal)) {
      const text = JSON.stringify(now);
      if (text === before) continue;
      before = text;
      yield now;
    }
  }

  /** A service came or went, an address changed, a run met an agent that was away. */
  changed(): void {
    this.#changes.tell();
  }

  /** What it said last, also while it is away: the picker shows it before it is started. */
  #can(id: string): Pick<AgentInfo, 'needs' | 'minContext' | 'streams' | 'documents' | 'version'> {
    const known = this.#known.get(id);
    if (!known) return { needs: [], minContext: 0, streams: 'token', documents: false };
    const { needs, min_context: minContext, streams, documents = false, version } = known;
    return { needs, minContext, streams, documents, version };
  }

  /** Keeps what it says of itself. If it does not answer: in words why not, where there is more to say than that. */
  async #ask(
    id: string,
    url: string,
    signal?: AbortSignal,
  ): Promise<{ answers: boolean; reason?: string | undefined }> {
    const limit = AbortSignal.timeout(patience);
    try {
      const client = new AgentClient(url);
      this.#known.set(id, await client.capabilities(signal ? AbortSignal.any([signal, limit]) : limit));
      return { answers: true };
    } catch (error) {
      return { answers: false, reason: limit.aborted ? `no answer within ${patience / 1000} s` : reasonOf(error) };
    }
  }

  #whyNot(service: string | undefined): AgentInfo['state'] {
    const state = this.options.status?.()?.services.find((s) => s.service === service)?.state;
    if (state === 'failed' || state === 'unhealthy') return 'failed';
    if (state === 'starting' || state === 'created' || state === 'running' || state === 'restarting') return 'starting';
    return 'stopped';
  }

  async #direct(signal?: AbortSignal): Promise<AgentInfo> {
    const common = {
      ...{ id: directAgent, title: 'Model', about: 'Answers from the model alone, without an agent', external: false },
      ...{ needs: [], minContext: 0, streams: 'token' as const, documents: true },
    };
    const limit = AbortSignal.timeout(patience);
    try {
      const version = await this.options.models.server.version(signal ? AbortSignal.any([signal, limit]) : limit);
      return { ...common, state: 'ready', version };
    } catch {
      const service = this.#modelService();
      const problem = diagnose('MODEL_SERVER_DOWN', { url: this.options.models.server.url, service });
      return { ...common, state: this.#whyNot(service), problem };
    }
  }

  /** Which of its variants is on. */
  #modelService(): string {
    return modelServerPlace(this.options.model()).service ?? 'ollama';
  }
}
