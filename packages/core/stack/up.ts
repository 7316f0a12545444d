import { SutazaiError } from '../diagnose/index.ts';
import type { Engine } from '../engine/index.ts';
import { apply, changes } from './apply/apply.ts';
import { EngineWatch } from './apply/engine-watch.ts';
import type { StackEvent } from './events.ts';
import type { StackExtension } from './extension.ts';
import { hashesOf } from './hashes.ts';
import type { StackModel } from './model.ts';
import { observe } from './observe/observe.ts';
import type { Observed } from './observe/observed.ts';
import { fail, type Operation, operation } from './operation.ts';
import { plan as makePlan } from './plan/plan.ts';
import type { Plan } from './plan/types.ts';
import type { PreflightReport } from './preflight/types.ts';
import { ensureSecrets } from './secrets/index.ts';
import type { PlanOptions, UpOptions } from './stack.ts';

/** What `up` needs of the stack it belongs to. */
export interface UpHost {
  readonly engine: Engine;
  model(): StackModel;
  preflight(state: { observed: Observed; plan: Plan }, signal: AbortSignal): Promise<PreflightReport>;
  /** Takes the free ports that the report offers, keeps them as an override and loads the model anew. */
  takePortFixes(report: PreflightReport): Promise<string[]>;
  rememberLayers(sizes: ReadonlyMap<string, number>): void;
  knownLayers(): ReadonlyMap<string, number>;
  extensions: readonly StackExtension[];
  /** Processors of the engine's machine. */
  cpus(): Promise<number>;
}

const defaultReadyTimeout = 10 * 60_000;
const defaultPullStall = 120_000;

/** Observed state and the plan for it; nothing is changed. */
export async function lookAndPlan(
  engine: Engine,
  model: StackModel,
  options: PlanOptions,
): Promise<{ plan: Plan; observed: Observed; hashes: ReturnType<typeof hashesOf> }> {
  const hashes = hashesOf(model);
  const observed = await observe(engine, model, hashes.services, options.signal);
  const { selection, signal: _, ...choices } = options;
  const plan = makePlan({
    model,
    observed,
    hashes: hashes.services,
    networkHashes: hashes.networks,
    ...choices,
    ...(selection?.services ? { services: selection.services } : {}),
  });
  return { plan, observed, hashes };
}

/** Brings the project to what its files ask for. See StackEvent for what it tells. */
export function up(host: UpHost, options: UpOptions): AsyncIterable<StackEvent> {
  return operation(options.signal, async (op) => {
    const watch = await EngineWatch.open(host.engine, host.model().project.name);
    try {
      await converge(host, options, op, watch);
    } finally {
      watch.close();
    }
  });
}

async function converge(host: UpHost, options: UpOptions, op: Operation, watch: EngineWatch): Promise<void> {
  const { engine } = host;
  await ensureSecrets(host.model(), { generate: false, refresh: true, environment: host.model().variables });
  let state = await lookAndPlan(engine, host.model(), options);
  if (!state.plan.upToDate && !options.skipPreflight) {
    const report = await host.preflight(state, options.signal);
    if (options.fixPorts && report.findings.some((f) => f.fix)) {
      for (const message of await host.takePortFixes(report)) {
        op.emit({ type: 'warning', code: 'PORT_MOVED', message });
      }
      state = await lookAndPlan(engine, host.model(), options);
      tellFindings(op, await host.preflight(state, options.signal));
    } else {
      tellFindings(op, report);
    }
  }
  op.emit({ type: 'plan', plan: state.plan });
  for (const w of state.plan.warnings) op.emit({ type: 'warning', ...w });
  if (op.failures.length > 0) return;
  if (!state.plan.upToDate) {
    const secrets = await ensureSecrets(host.model(), {
      generate: true,
      environment: host.model().variables,
      hasVolume: async (key) => state.observed.volumes.get(key) !== undefined,
    });
    for (const name of secrets.generated) {
      op.emit({
        type: 'warning',
        code: 'SECRET_GENERATED',
        message: `secret ${name} was generated for this installation`,
      });
    }
    for (const f of secrets.findings) if (f.level === 'error') fail(op, new SutazaiError(f.diagnosis, 4));
    if (op.failures.length > 0) return;
  }
  for (const extension of host.extensions) await extension.prepare?.(host.model());
  const result = await run(host, options, op, watch, state);
  // A newer image was fetched or built for containers that exist: whether they must be replaced shows only now.
  if (result && refreshedImages(state).length > 0) {
    const again = await lookAndPlan(engine, host.model(), { ...options, pull: 'never', build: false });
    if (!again.plan.upToDate) await run(host, options, op, watch, again);
  }
  if (op.failures.length > 0) return;
  const services = new Set(state.plan.services.map((s) => s.service));
  for (const extension of host.extensions) {
    await extension.finish?.({ model: host.model(), services, emit: op.emit, signal: options.signal });
  }
}

/** Returns false if it ended with failures. */
async function run(
  host: UpHost,
  options: UpOptions,
  op: Operation,
  watch: EngineWatch,
  state: Awaited<ReturnType<typeof lookAndPlan>>,
): Promise<boolean> {
  const result = await apply({
    engine: host.engine,
    model: host.model(),
    plan: state.plan,
    observed: state.observed,
    hashes: state.hashes.services,
    networkHashes: state.hashes.networks,
    watch,
    signal: options.signal,
    emit: op.emit,
    cpus: await host.cpus(),
    readyTimeout: options.readyTimeout ?? defaultReadyTimeout,
    pullStallTimeout: options.pullStallTimeout ?? defaultPullStall,
    knownLayers: host.knownLayers(),
  });
  op.failures.push(...result.failures);
  Object.assign(op.summary, result.summary);
  if (result.layers.size > 0) host.rememberLayers(result.layers);
  return result.failures.length === 0;
}

function refreshedImages(state: { plan: Plan }): string[] {
  const existing = new Set(
    state.plan.services.filter((s) => s.containers.some((c) => c.id && !changes(c))).map((s) => s.service),
  );
  return state.plan.images
    .filter((i) => i.action !== 'keep' && i.services.some((s) => existing.has(s)))
    .map((i) => i.image);
}

function tellFindings(op: Operation, report: PreflightReport): void {
  for (const f of report.findings) {
    if (f.level === 'error') fail(op, new SutazaiError(f.diagnosis, 4));
    else if (f.level === 'warning') op.emit({ type: 'warning', code: f.diagnosis.code, message: f.diagnosis.title });
  }
}
