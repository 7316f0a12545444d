import { type Diagnosis, failure } from '../diagnose/index.ts';
import type { Engine, EngineInfo, ExecOptions, ExecSession } from '../engine/index.ts';
import type { Store } from '../store/index.ts';
import { down } from './down/down.ts';
import type { StackEvent } from './events.ts';
import { exportTo } from './export/export.ts';
import { restart, start, stop } from './lifecycle/lifecycle.ts';
import { logBatches, logs } from './logs/logs.ts';
import type { Selection, StackModel } from './model.ts';
import type { Observed } from './observe/observed.ts';
import { applyPortFix } from './overrides/index.ts';
import type { Plan } from './plan/types.ts';
import { preflight } from './preflight/index.ts';
import type { PreflightReport } from './preflight/types.ts';
import { recorded } from './recorded.ts';
import { selectedServices } from './select.ts';
import type {
  DownOptions,
  LogsOptions,
  OpenOptions,
  OperationOptions,
  PlanOptions,
  ServiceStats,
  Stack,
  StackLogLine,
  StackStatus,
  UpOptions,
} from './stack.ts';
import { diagnoseService } from './status/diagnose.ts';
import { exec } from './status/exec.ts';
import { stats } from './status/stats.ts';
import { status } from './status/status.ts';
import { watch } from './status/watch.ts';
import { lookAndPlan, type UpHost, up } from './up.ts';

export interface StackParts {
  engine: Engine;
  model: StackModel;
  fromLabels: boolean;
  store: Store;
  options: OpenOptions;
  reload: () => Promise<StackModel>;
}

/** One project on one engine; each method is one call into the folder that knows how. */
export class StackOnEngine implements Stack {
  readonly engine: Engine;
  readonly fromLabels: boolean;
  private current: StackModel;
  private engineInfo: Promise<EngineInfo> | undefined;

  constructor(private readonly parts: StackParts) {
    this.engine = parts.engine;
    this.fromLabels = parts.fromLabels;
    this.current = parts.model;
  }

  get model(): StackModel {
    return this.current;
  }

  async preflight(options: { signal?: AbortSignal; proveGpu?: boolean } = {}): Promise<PreflightReport> {
    const { signal } = options;
    // What labels alone tell is enough to run a project, not to plan a change of it.
    const state = this.fromLabels ? undefined : await lookAndPlan(this.engine, this.current, signal ? { signal } : {});
    return preflight({
      model: this.current,
      engine: this.engine,
      ...(state ? { previous: state.observed.containers, images: state.observed.images, plan: state.plan } : {}),
      platform: this.parts.options.platform,
      environment: { ...this.parts.options.environment, ...this.current.variables },
      ...(options.proveGpu ? { proveGpu: true } : {}),
      ...(signal ? { signal } : {}),
    });
  }

  async plan(options: PlanOptions = {}): Promise<Plan> {
    return (await lookAndPlan(this.engine, this.current, this.named(options))).plan;
  }

  up(options: UpOptions): AsyncIterable<StackEvent> {
    this.needsFile('up');
    return recorded(this.parts.store, this.name, 'up', up(this.upHost(), this.named(options)));
  }
  down(options: DownOptions): AsyncIterable<StackEvent> {
    return recorded(this.parts.store, this.name, 'down', down(this.engine, this.current, options));
  }
  start(selection: Selection, options: OperationOptions): AsyncIterable<StackEvent> {
    return recorded(this.parts.store, this.name, 'start', start(this.lifecycle(), selection, options));
  }
  stop(selection: Selection, options: OperationOptions & { timeout?: number }): AsyncIterable<StackEvent> {
    return recorded(this.parts.store, this.name, 'stop', stop(this.lifecycle(), selection, options));
  }
  restart(selection: Selection, options: OperationOptions & { timeout?: number }): AsyncIterable<StackEvent> {
    return recorded(this.parts.store, this.name, 'restart', restart(this.lifecycle(), selection, options));
  }

  status(options: { signal?: AbortSignal } = {}): Promise<StackStatus> {
    return status(this.engine, this.current, options.signal);
  }
  watch(options: { signal: AbortSignal }): AsyncIterable<StackStatus> {
    return watch(this.engine, this.current, options.signal);
  }
  diagnose(service: string, options: { signal?: AbortSignal } = {}): Promise<Diagnosis[]> {
    return diagnoseService(this.engine, this.current, service, options.signal);
  }
  logs(selection: Selection, options: LogsOptions): AsyncIterable<StackLogLine> {
    return logs(this.engine, this.current, selection, options);
  }
  logBatches(selection: Selection, options: LogsOptions): AsyncIterable<StackLogLine[]> {
    return logBatches(this.engine, this.current, selection, options);
  }
  exec(service: string, options: ExecOptions & { index?: number }): Promise<ExecSession> {
    return exec(this.engine, this.current, service, options);
  }
  stats(selection: Selection, options: { signal: AbortSignal }): AsyncIterable<ServiceStats> {
    return stats(this.engine, this.current, selection, options.signal);
  }
  exportTo(directory: string, options: { force?: boolean } = {}) {
    this.needsFile('export');
    return exportTo(this.current, directory, options);
  }

  close(): void {
    this.engine.close();
    this.parts.store.close();
  }

  private get name(): string {
    return this.current.project.name;
  }

  /** A project read back from labels can be run and removed, not changed. */
  private needsFile(command: string): void {
    if (this.fromLabels) throw failure('COMPOSE_FILE_NOT_FOUND', { path: this.parts.options.cwd, command });
  }

  /** Checks the selection's names and spells a tier out. */
  private named<T extends PlanOptions>(options: T): T {
    if (!options.selection) return options;
    const { services = [], tier } = options.selection;
    if (services.length === 0 && tier === undefined) return options;
    return { ...options, selection: { services: [...selectedServices(this.current, options.selection)] } };
  }

  private lifecycle() {
    return { engine: this.engine, model: this.current, cpus: () => this.cpus() };
  }

  private async cpus(): Promise<number> {
    this.engineInfo ??= this.engine.info();
    return (await this.engineInfo).cpus;
  }

  private upHost(): UpHost {
    const { store, options, reload } = this.parts;
    return {
      engine: this.engine,
      model: () => this.current,
      cpus: () => this.cpus(),
      preflight: ({ observed, plan }: { observed: Observed; plan: Plan }, signal: AbortSignal) =>
        preflight({
          model: this.current,
          engine: this.engine,
          previous: observed.containers,
          plan,
          images: observed.images,
          platform: options.platform,
          environment: { ...options.environment, ...this.current.variables },
          signal,
        }),
      takePortFixes: async (report) => {
        const fixes = report.findings.flatMap((f) => f.fix ?? []);
        await applyPortFix(options.stateDir, this.current, fixes);
        this.current = await reload();
        return fixes.map((f) => `${f.service}: port ${f.from} is taken, ${f.to} is used instead`);
      },
      extensions: options.extensions ?? [],
      rememberLayers: (sizes) => store.layers.put(sizes),
      knownLayers: () => store.layers.all(),
    };
  }
}
