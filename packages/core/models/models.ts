import { Changes } from '../changes.ts';
import type { AgentInfo, ModelCheck, ModelInfo, ModelsNow, PullProgress } from '../contract/index.ts';
import { failure, fromUnknown, SutazaiError } from '../diagnose/index.ts';
import { checkModel } from './check.ts';
import type { ModelServer } from './port.ts';

/** The models of the platform: what is there, loading and removing, and whether one suits an agent. */
export class Models {
  readonly #changes = new Changes();

  /** `server`: asked each time, because the user may point the platform at another one while it runs. */
  constructor(private readonly current: () => ModelServer) {}

  get server(): ModelServer {
    return this.current();
  }

  /** What is known now. A server that is away is told in the answer and is no failure. */
  async now(signal?: AbortSignal): Promise<ModelsNow> {
    const { server } = this;
    try {
      const [version, models] = await Promise.all([server.version(signal), server.list(signal)]);
      return { server: { url: server.url, version }, models };
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      return { server: { url: server.url, problem: fromUnknown(error).diagnosis }, models: [] };
    }
  }

  /** The list now, and again after whatever changes it here (`changed`). */
  watch(signal: AbortSignal): AsyncGenerator<ModelsNow, void> {
    return this.#changes.follow((within) => this.now(within), signal);
  }

  /** Something may have changed: a pull or a run ended, a model was removed, the server came or went. */
  changed(): void {
    this.#changes.tell();
  }

  /** At most ten a second; the first, the last and every new status are told at once. */
  async *pull(name: string, signal: AbortSignal): AsyncGenerator<PullProgress, void> {
    let told = 0;
    let status = '';
    let left: PullProgress | undefined;
    try {
      for await (const progress of this.server.pull(name, signal)) {
        const now = performance.now();
        if (progress.status === status && now - told < 100) {
          left = progress;
          continue;
        }
        if (left && progress.status !== status) yield left;
        left = undefined;
        told = now;
        status = progress.status;
        yield progress;
      }
    } finally {
      this.changed();
    }
  }

  async remove(name: string): Promise<void> {
    try {
      await this.server.remove(name);
    } finally {
      this.changed();
    }
  }

  /**
   * The model to be used: the one asked for, else the first that can chat.
   * @throws SutazaiError MODEL_MISSING with those that are there, MODEL_NONE, MODEL_SERVER_DOWN
   */
  async choose(name: string | undefined, signal?: AbortSignal): Promise<ModelInfo> {
    if (name !== undefined) {
      try {
        return await this.server.model(name, signal);
      } catch (error) {
        if (!(error instanceof SutazaiError) || error.code !== 'MODEL_MISSING') throw error;
        const known = (await this.server.list(signal)).map((m) => m.name).join(', ');
        throw failure('MODEL_MISSING', { model: name, known }, { cause: error });
      }
    }
    const all = await this.server.list(signal);
    const chats = all.filter((m) => m.capabilities.length === 0 || m.capabilities.includes('completion'));
    // One that is in memory answers at once.
    const first = chats.find((m) => m.loaded) ?? chats[0];
    if (!first) throw failure('MODEL_NONE');
    return first;
  }

  async check(
    agent: Pick<AgentInfo, 'title' | 'needs' | 'minContext'>,
    name: string,
    signal?: AbortSignal,
  ): Promise<ModelCheck> {
    const model = await this.choose(name, signal);
    const plain = checkModel(agent, model);
    // Others are looked at only where one is needed.
    return plain.findings.length === 0 ? plain : checkModel(agent, model, await this.server.list(signal));
  }
}
