import { getLlama, type Llama, LlamaLogLevel } from 'node-llama-cpp';
import { LoadedModel } from './loaded.ts';
import type { ShelfModel } from './shelf.ts';

interface Held {
  loading: Promise<LoadedModel>;
  loaded: LoadedModel | undefined;
  users: number;
  timer: NodeJS.Timeout | undefined;
  /** Milliseconds since the epoch. */
  until: number;
}

/** Which models are in memory: loaded when they are asked for, let go when nobody has for as long as they are to stay. */
export class Memory {
  readonly #held = new Map<string, Held>();
  #llama: Promise<Llama> | undefined;

  constructor(
    private readonly waiting: number,
    private readonly log: (message: string) => void,
  ) {}

  loaded(): { model: LoadedModel; until: number }[] {
    return [...this.#held.values()].flatMap((h) => (h.loaded ? [{ model: h.loaded, until: h.until }] : []));
  }

  /** Does something with a model while nobody lets it go; `stay`: milliseconds that it stays afterwards. */
  async with<T>(
    shelf: ShelfModel,
    stay: number,
    work: (model: LoadedModel, loadNanoseconds: number) => Promise<T>,
  ): Promise<T> {
    const begun = process.hrtime.bigint();
    const held = this.#hold(shelf);
    held.users += 1;
    clearTimeout(held.timer);
    try {
      const model = await held.loading;
      return await work(model, Number(process.hrtime.bigint() - begun));
    } finally {
      held.users -= 1;
      held.until = Date.now() + Math.min(stay, 1e13);
      if (held.users === 0) this.#letGoAfter(shelf.path, held, stay);
    }
  }

  async dispose(): Promise<void> {
    for (const held of this.#held.values()) {
      clearTimeout(held.timer);
      await (await held.loading.catch(() => undefined))?.dispose();
    }
    this.#held.clear();
    if (this.#llama) await (await this.#llama).dispose();
  }

  #hold(shelf: ShelfModel): Held {
    const known = this.#held.get(shelf.path);
    if (known) return known;
    const held: Held = { loading: this.#load(shelf), loaded: undefined, users: 0, timer: undefined, until: Date.now() };
    this.#held.set(shelf.path, held);
    held.loading.then(
      (model) => {
        held.loaded = model;
      },
      () => this.#held.delete(shelf.path),
    );
    return held;
  }

  async #load(shelf: ShelfModel): Promise<LoadedModel> {
    // Only the binary that came as a package: nothing is fetched or compiled at a user's machine.
    this.#llama ??= getLlama({
      ...{ gpu: false, build: 'never', skipDownload: true, progressLogs: false, logLevel: LlamaLogLevel.error },
      logger: (_level, message) => this.log(message.trim()),
    });
    const model = await (await this.#llama).loadModel({ modelPath: shelf.path });
    return new LoadedModel(shelf, await this.#llama, model, this.waiting);
  }

  #letGoAfter(path: string, held: Held, stay: number): void {
    if (!Number.isFinite(stay)) return;
    held.timer = setTimeout(() => {
      if (held.users > 0) return;
      this.#held.delete(path);
      void held.loading.then((model) => model.dispose()).catch(() => undefined);
    }, stay);
    held.timer.unref();
  }
}
