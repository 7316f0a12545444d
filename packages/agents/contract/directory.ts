import { setTimeout as pause } from 'node:timers/promises';
import { notFound, Problem } from '@sutazai/service-kit';
import { type AgentCard, agentCards } from './protocol/index.ts';

export interface AgentEntry extends AgentCard {
  /** `off`: not part of this installation; `unknown`: listed by hand, and nobody has looked. */
  state: 'up' | 'down' | 'unknown' | 'off';
  /** Base URL of its API, where it is known. */
  url?: string;
}

export interface DirectoryOptions {
  /** Fallback, and what an installation without a registry has: `langchain` → `http://langchain:11405`. */
  fixed: Readonly<Record<string, string>>;
  consul?: { url: string; token?: string };
  fetch?: typeof fetch;
  log?: (message: string) => void;
}

interface Found {
  url: string;
  passing: boolean;
}

/**
 * Who is there. With a registry it waits on one blocking query over all health checks, so that an agent that comes or goes
 * is known when it happens; while the registry is away, what was known last stays, then the fixed list.
 * Facts: Consul `/v1/health/state/any` (index-based blocking query), `/v1/health/service/NAME`.
 */
export class AgentDirectory {
  readonly #options: DirectoryOptions;
  readonly #found = new Map<string, Found>();
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #told = false;
  /** Made anew when the registry tells of a change, not for each who asks. */
  #listed: readonly AgentEntry[] | undefined;

  constructor(options: DirectoryOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#options.consul) this.#running ??= this.#watch(this.#options.consul);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  list(): readonly AgentEntry[] {
    this.#listed ??= agentCards.map((card) => this.#entry(card));
    return this.#listed;
  }

  /** @throws Problem 404 with the list of agents */
  get(id: string): AgentEntry {
    const card = agentCards.find((a) => a.id === id);
    if (!card)
      throw notFound(
        'agent',
        id,
        agentCards.map((a) => a.id),
        'AGENT_UNKNOWN',
      );
    return this.#entry(card);
  }

  /** Where an agent is asked. @throws Problem 404 unknown, 503 not there */
  urlOf(id: string): string {
    const entry = this.get(id);
    if (entry.url && entry.state !== 'down') return entry.url;
    const why = entry.state === 'off' ? 'it is not part of this installation' : 'its health check fails';
    throw new Problem(
      503,
      'AGENT_DOWN',
      `${entry.title} cannot be asked: ${why}.`,
      `Start it (\`sutazai up ${id}\`), or use another agent.`,
      {
        retryAfter: 5,
      },
    );
  }

  #entry(card: AgentCard): AgentEntry {
    const found = this.#found.get(card.id);
    if (found) return { ...card, state: found.passing ? 'up' : 'down', url: found.url };
    const fixed = this.#options.fixed[card.id];
    return fixed ? { ...card, state: 'unknown', url: fixed } : { ...card, state: 'off' };
  }

  async #watch(consul: { url: string; token?: string }): Promise<void> {
    let index = '';
    let delay = 500;
    while (!this.#stop.signal.aborted) {
      try {
        // Less than the five minutes after which Node's fetch gives a silent answer up, with what Consul adds (a sixteenth).
        const query = index && `?index=${index}&wait=4m`;
        const { body, index: next } = await this.#get(consul, `/v1/health/state/any${query}`, 280_000);
        // An index that went back means the registry was made anew: begin again.
        index = Number(next) < Number(index) ? '' : next;
        await this.#take(consul, body as { ServiceName?: string }[]);
        delay = 500;
        this.#told = false;
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        if (!this.#told) this.#options.log?.(`the registry does not answer, agents stay as known: ${String(error)}`);
        this.#told = true;
        index = '';
        await pause(delay, undefined, { signal: this.#stop.signal, ref: false }).catch(() => undefined);
        delay = Math.min(delay * 2, 15_000);
      }
    }
  }

  async #take(consul: { url: string; token?: string }, checks: { ServiceName?: string }[]): Promise<void> {
    const names = new Set(checks.map((c) => c.ServiceName ?? '').filter((n) => n.startsWith('agent-')));
    const seen = new Map<string, Found>();
    for (const name of names) {
      const { body } = await this.#get(consul, `/v1/health/service/${encodeURIComponent(name)}`, 5_000);
      for (const instance of body as { Service: { Address: string; Port: number }; Checks: { Status: string }[] }[]) {
        const passing = instance.Checks.every((c) => c.Status !== 'critical');
        const id = name.slice('agent-'.length);
        if (seen.get(id)?.passing) continue;
        seen.set(id, { url: `http://${instance.Service.Address}:${instance.Service.Port}`, passing });
      }
    }
    this.#found.clear();
    for (const [id, found] of seen) this.#found.set(id, found);
    this.#listed = undefined;
  }

  async #get(
    consul: { url: string; token?: string },
    path: string,
    timeout: number,
  ): Promise<{ body: unknown; index: string }> {
    const response = await (this.#options.fetch ?? fetch)(`${consul.url}${path}`, {
      headers: consul.token ? { 'x-consul-token': consul.token } : {},
      signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(timeout)]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`it answers ${response.status}`);
    }
    return { body: await response.json(), index: response.headers.get('x-consul-index') ?? '' };
  }
}

/** `langchain=http://langchain:11405,crewai=http://…` as settings carry it. @throws Error naming the part */
export function parseAgentUrls(text: string): Record<string, string> {
  const urls: Record<string, string> = {};
  for (const part of text.split(',').map((p) => p.trim())) {
    if (!part) continue;
    const [id = '', url = ''] = part.split(/=(.*)/s);
    if (!agentCards.some((a) => a.id === id)) throw new Error(`“${id}” is no agent`);
    if (!/^https?:\/\/[^/\s]+/.test(url)) throw new Error(`the address of ${id} is none`);
    urls[id] = url.replace(/\/+$/, '');
  }
  return urls;
}
