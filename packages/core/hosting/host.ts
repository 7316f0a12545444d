import { AlertFeed } from '../alerts/index.ts';
import { openTalk, type Talk } from '../chat/index.ts';
import { failure, fromUnknown } from '../diagnose/index.ts';
import type { DiscoveryOptions } from '../engine/index.ts';
import { marksBetween, Recorder, type SampledContainer, Sampler } from '../metrics/index.ts';
import { Operations } from '../operations/index.ts';
import { loadModel, type OpenOptions, type Stack, type StackModel, type StackStatus } from '../stack/index.ts';
import { openStore, repairStore, type Store } from '../store/index.ts';
import { CurrentStack } from './current-stack.ts';
import { type EngineEntry, engineProblem, engines } from './engines.ts';
import { Notices } from './notices.ts';
import { OrderedStops } from './ordered-stops.ts';
import { UserSettings } from './settings.ts';
import { StatusFeed } from './status-feed.ts';
import { Terminals } from './terminals.ts';

export interface HostOptions extends OpenOptions {
  version: string;
  mode: 'window' | 'browser';
}

/**
 * Everything behind a window or a browser tab, for as long as it is open: one project, whatever engine and files do meanwhile.
 * It opens nothing that it cannot do without: with no engine and no readable compose file it still tells why.
 */
export class Host {
  readonly startedAt = Date.now();
  readonly notices = new Notices();
  readonly operations = new Operations(Date.now, (event) => this.stops.take(event));
  readonly stack: CurrentStack;
  readonly status: StatusFeed;
  readonly settings: UserSettings;
  readonly history: Recorder;
  readonly sampler: Sampler;
  readonly terminals: Terminals;
  readonly alerts: AlertFeed;
  private readonly stops: OrderedStops;
  /** Counts before `--host`, as it was said later. */
  private engineChosenHere: string | undefined;
  /** Agents, models, documents and conversations. */
  readonly talk: Talk;

  private constructor(
    readonly options: HostOptions,
    readonly store: Store,
    readonly project: string,
    /** As it was read last; undefined while it cannot be. */
    private lastModel: StackModel | undefined,
    open: (options: OpenOptions) => Promise<Stack>,
  ) {
    this.stack = new CurrentStack(() => open(this.openOptions()));
    this.stops = new OrderedStops(store.settings, project);
    this.settings = new UserSettings(store, project);
    this.history = new Recorder({
      directory: options.stateDir,
      project,
      notice: (problem) => this.notices.add(problem),
      mended: (code) => this.notices.remove(code),
    });
    this.alerts = new AlertFeed({ model: () => this.lastModel });
    this.status = new StatusFeed({
      stack: this.stack,
      shown: (status) => this.stops.shown(status),
      model: () => this.model(),
      engineProblem: () => engineProblem(this.discovery()).catch(() => undefined),
      changed: (before, now) => {
        this.history.mark(marksBetween(before, now, Date.now()));
        this.alerts.changed(now);
        this.talk.changed();
      },
    });
    this.sampler = new Sampler({
      engine: () => (this.status.current?.engine.reachable ? this.stack.ready?.engine : undefined),
      running: () => runningContainers(this.status.current),
      record: (rows) => this.history.add(rows),
    });
    this.terminals = new Terminals(this.stack);
    this.talk = openTalk({
      ...{ store, stateDir: options.stateDir },
      model: () => this.lastModel,
      status: () => this.status.current,
    });
  }

  /**
   * @param open how a project is opened: host.ts gives it what other areas add.
   * @throws SutazaiError STATE_* if there can be no state at all (a newer version's, no right, full disk).
   */
  static async start(options: HostOptions, open: (options: OpenOptions) => Promise<Stack>): Promise<Host> {
    const { store, keptAs } = openOrRepair(options.stateDir);
    // A file that cannot be read has no name; its choices wait until it can.
    const model = await loadModel(options, store).catch(() => undefined);
    const host = new Host(options, store, model?.project.name ?? options.projectName ?? '', model, open);
    if (keptAs !== undefined) host.notices.add(failure('STATE_RESET', { keptAs }));
    return host;
  }

  /** The project by its files, without an engine. */
  model(): Promise<StackModel> {
    return loadModel(this.openOptions(), this.store).catch((error: unknown) => {
      throw fromUnknown(error);
    });
  }

  engines(signal?: AbortSignal): Promise<EngineEntry[]> {
    const discovery = { ...this.discovery(), ...(signal ? { signal } : {}) };
    return engines(discovery, this.status.current?.engine.url || undefined);
  }

  /**
   * What is opened from now on follows the choices and files as they are now. After every change of a choice, and before a plan:
   * files may have been edited and choices made in a terminal, and a plan must not be of yesterday's.
   */
  renew(): void {
    this.stack.renew();
    this.status.wake();
    void this.model().then(
      (model) => {
        this.lastModel = model;
        this.alerts.changed();
        this.talk.changed();
      },
      () => undefined,
    );
  }

  /** The machine has slept: connections may be dead without knowing it, and that the clock went on alone is no jump. */
  woke(): void {
    this.history.slept();
    this.notices.remove('CLOCK_JUMPED');
    this.renew();
  }

  /**
   * @param url null goes back to the engine that the host was started with, or that is found.
   * @throws SutazaiError OPERATION_RUNNING: what runs would go on on the other engine, unseen.
   */
  async chooseEngine(url: string | null): Promise<void> {
    if (this.operations.active) throw failure('OPERATION_RUNNING');
    await this.settings.set({ engine: url });
    this.engineChosenHere = url ?? undefined;
    this.renew();
  }

  /** Cancels what runs, in order, and lets go of everything. The stack itself goes on running. */
  async close(): Promise<void> {
    await this.operations.close();
    this.sampler.close();
    await this.alerts.close();
    await this.talk.close();
    await this.status.close();
    this.stack.close();
    this.history.close();
    this.store.close();
  }

  /** As the terminal's commands see it, and with the engine that was chosen in the app, which counts before the environment's. */
  openOptions(): OpenOptions {
    const chosen = this.engineChosenHere ?? this.options.host ?? this.settings.get().engine;
    return { ...this.options, ...(chosen ? { host: chosen } : {}) };
  }

  private discovery(): DiscoveryOptions {
    const { environment, home, platform, uid, host } = this.openOptions();
    return { environment, home, platform, uid, ...(host ? { explicit: host } : {}) };
  }
}

function openOrRepair(directory: string): { store: Store; keptAs?: string } {
  try {
    return { store: openStore(directory) };
  } catch (error) {
    const problem = fromUnknown(error);
    if (problem.code !== 'STATE_CORRUPT') throw problem;
    const { keptAs } = repairStore(directory);
    return { store: openStore(directory), keptAs };
  }
}

function runningContainers(status: StackStatus | undefined): SampledContainer[] {
  return (status?.services ?? []).flatMap((s) =>
    s.containers.filter((c) => c.state === 'running').map((c) => ({ id: c.id, name: c.name, service: s.service })),
  );
}
