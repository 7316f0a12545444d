import { failure } from '../../diagnose/index.ts';
import type { DependencyCondition, ServicePlan } from '../plan/types.ts';
import type { ApplyContext } from './context.ts';
import { Deferred } from './deferred.ts';

/** Points on a service's way that others may wait for. */
export interface Gate {
  /** All its start calls have returned. */
  started: Deferred<void>;
  /** Healthy, running (without a health check) or finished. */
  ready: Deferred<void>;
  /** The job has exited with 0. */
  completed: Deferred<void>;
}

export class Gates {
  private readonly gates = new Map<string, Gate>();

  constructor(services: readonly ServicePlan[]) {
    for (const s of services) {
      this.gates.set(s.service, { started: new Deferred(), ready: new Deferred(), completed: new Deferred() });
    }
  }

  of(service: string): Gate {
    const gate = this.gates.get(service);
    if (gate) return gate;
    const fresh: Gate = { started: new Deferred(), ready: new Deferred(), completed: new Deferred() };
    this.gates.set(service, fresh);
    return fresh;
  }

  open(service: string): void {
    const gate = this.of(service);
    gate.started.resolve();
    gate.ready.resolve();
    gate.completed.resolve();
  }

  fail(service: string, error: unknown): void {
    const gate = this.of(service);
    gate.started.reject(error);
    gate.ready.reject(error);
    gate.completed.reject(error);
  }

  /**
   * Resolves when every dependency's condition holds. A required one that failed fails this service too; one that is not
   * required becomes a warning (facts 1.7). Dependencies outside of the plan (`noDeps`) are not waited for.
   */
  async waitFor(ctx: ApplyContext, plan: ServicePlan): Promise<void> {
    const known = plan.waitsFor.filter((d) => this.gates.has(d.service));
    const open = new Set(known);
    const tell = () => {
      if (open.size === 0) return;
      const waitingFor = [...open].map((d) => ({ service: d.service, condition: d.condition }));
      ctx.emit({ type: 'service', service: plan.service, state: 'waiting', waitingFor });
    };
    const waits = known.map(async (d) => {
      try {
        await this.condition(d.service, d.condition);
      } catch (error) {
        if (d.required) throw dependencyFailed(plan.service, d.service, error, ctx);
        ctx.emit({
          type: 'warning',
          code: 'DEPENDENCY_OPTIONAL_FAILED',
          service: plan.service,
          message: `${plan.service} starts without ${d.service}, which failed and is not required`,
        });
      }
      open.delete(d);
    });
    // Told once, when the answer is not already there: most gates of a second `up` are open.
    const all = Promise.all(waits);
    await Promise.race([all, new Promise((next) => setImmediate(next))]);
    tell();
    await all;
  }

  private condition(service: string, condition: DependencyCondition): Promise<void> {
    const gate = this.of(service);
    if (condition === 'service_healthy') return gate.ready.promise;
    if (condition === 'service_completed_successfully') return gate.completed.promise;
    return gate.started.promise;
  }
}

function dependencyFailed(service: string, dependency: string, error: unknown, ctx: ApplyContext): unknown {
  if (ctx.signal.aborted) return error;
  return failure('DEPENDENCY_FAILED', { service, dependency }, { cause: error });
}
