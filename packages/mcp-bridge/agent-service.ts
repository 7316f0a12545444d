import {
  AgentClient,
  type AgentDirectory,
  type AgentEntry,
  type Capabilities,
  isLast,
  type ProcessAnswer,
  type ProcessRequest,
  type RunEvent,
} from '@sutazai/agent-contract';
import { notFound, Problem } from '@sutazai/service-kit';

export interface Run {
  id: string;
  agent: string;
  events: RunEvent[];
  ended: boolean;
}

export interface RunWatch {
  begun(agent: string): void;
  ended(agent: string, outcome: 'done' | 'failed' | 'cancelled', seconds: number): void;
}

/** What both faces, REST and MCP, do with agents. Runs are remembered for those who come back for them, up to a bound. */
export class AgentService {
  readonly #runs = new Map<string, Run>();

  constructor(
    private readonly directory: AgentDirectory,
    private readonly watch: RunWatch,
    private readonly remembered = 200,
  ) {}

  list(): readonly AgentEntry[] {
    return this.directory.list();
  }

  /** @throws Problem 404 with the list */
  async detail(id: string): Promise<AgentEntry & { capabilities: Capabilities | null }> {
    const entry = this.directory.get(id);
    return { ...entry, capabilities: await this.capabilities(id) };
  }

  async capabilities(id: string): Promise<Capabilities | null> {
    const { url, state } = this.directory.get(id);
    if (!url || state === 'down') return null;
    return new AgentClient(url).capabilities(AbortSignal.timeout(2_000)).catch(() => null);
  }

  /** The whole answer. @throws Problem 404, 503 not there, 502 what the agent itself could not do */
  async execute(id: string, request: ProcessRequest, signal?: AbortSignal): Promise<ProcessAnswer> {
    const url = this.directory.urlOf(id);
    return this.#watched(id, signal, () =>
      told(id, () => new AgentClient(url).process(request, signal ? { signal } : {})),
    );
  }

  /** The run's events as they come; aborting the signal ends the run at the agent too. */
  async *stream(id: string, request: ProcessRequest, signal: AbortSignal): AsyncGenerator<RunEvent, void> {
    const url = this.directory.urlOf(id);
    const begun = performance.now();
    let outcome: 'done' | 'failed' | 'cancelled' = 'cancelled';
    let run: Run | undefined;
    this.watch.begun(id);
    try {
      for await (const event of new AgentClient(url).run(request, { signal })) {
        if (event.type === 'start') run = this.#remember(event.run, id);
        run?.events.push(event);
        if (event.type === 'error') outcome = 'failed';
        if (event.type === 'end') outcome = event.status;
        yield event;
        if (isLast(event)) return;
      }
    } catch (error) {
      outcome = signal.aborted ? 'cancelled' : 'failed';
      if (signal.aborted) return;
      throw asProblem(id, error);
    } finally {
      if (run) run.ended = true;
      this.watch.ended(id, outcome, (performance.now() - begun) / 1000);
    }
  }

  /** @throws Problem 404 with the newest runs */
  run(id: string): Run {
    const run = this.#runs.get(id);
    if (!run) throw notFound('run', id, [...this.#runs.keys()].slice(-10), 'RUN_UNKNOWN');
    return run;
  }

  runs(): Run[] {
    return [...this.#runs.values()];
  }

  #remember(id: string, agent: string): Run {
    const run: Run = { id, agent, events: [], ended: false };
    this.#runs.set(id, run);
    if (this.#runs.size > this.remembered) {
      const oldest = [...this.#runs.values()].find((r) => r.ended) ?? run;
      if (oldest !== run) this.#runs.delete(oldest.id);
    }
    return run;
  }

  async #watched<T>(id: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    const seconds = () => (performance.now() - begun) / 1000;
    this.watch.begun(id);
    try {
      const result = await work();
      this.watch.ended(id, 'done', seconds());
      return result;
    } catch (error) {
      this.watch.ended(id, signal?.aborted ? 'cancelled' : 'failed', seconds());
      throw error;
    }
  }
}

async function told<T>(id: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asProblem(id, error);
  }
}

function asProblem(id: string, error: unknown): Problem {
  if (error instanceof Problem) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new Problem(
    503,
    'AGENT_DOWN',
    `${id} does not answer: ${why}.`,
    `Start it (\`sutazai up ${id}\`), or use another agent.`,
    { retryAfter: 5, cause: error },
  );
}
