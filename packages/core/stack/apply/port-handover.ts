import { beforeStop } from '../hooks.ts';
import type { ContainerAction, PortHolder } from '../plan/types.ts';
import { type ApplyContext, step } from './context.ts';

/** Stops the containers whose host ports others of the same plan want (`portsFrom`), each once, whoever asks first. */
export class PortHandover {
  private readonly holders: ReadonlyMap<string, PortHolder>;
  private readonly stops = new Map<string, Promise<void>>();

  constructor(private readonly ctx: ApplyContext) {
    const all = ctx.plan.services.flatMap((s) => s.containers.flatMap((c) => c.portsFrom ?? []));
    this.holders = new Map(all.map((h) => [h.id, h]));
  }

  /** Right before the start, so that the port is without an owner for as short as can be. */
  async freePorts(action: ContainerAction): Promise<void> {
    await Promise.all((action.portsFrom ?? []).map((holder) => this.stop(holder)));
  }

  /** To be called before the holder is removed or made anew: nobody else may be stopping it, nor run its hooks twice. */
  async beforeRemoval(id: string): Promise<void> {
    const holder = this.holders.get(id);
    if (holder) await this.stop(holder);
  }

  private stop(holder: PortHolder): Promise<void> {
    const known = this.stops.get(holder.id);
    if (known) return known;
    const { ctx } = this;
    const run = async () => {
      const { id, container, service } = holder;
      await beforeStop(ctx, { id, name: container, service }, ctx.model.project.services[service]);
      await step(ctx, 'container.stop', container, service, () =>
        ctx.limits.stop(() => ctx.engine.stopContainer(id, { signal: ctx.signal })),
      );
    };
    const stop = run();
    this.stops.set(holder.id, stop);
    return stop;
  }
}
