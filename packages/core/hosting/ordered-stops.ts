import type { StackEvent, StackStatus } from '../stack/index.ts';
import type { Store } from '../store/index.ts';

type Container = StackStatus['services'][number]['containers'][number];

/**
 * Containers that were stopped on request. Many programs answer a stop with a code of their own (2, or 137 where their time ran
 * out), and that is no failure; the engine keeps no note of who asked. Kept over restarts of the host, until a container runs
 * again.
 */
export class OrderedStops {
  /** Names, with the time of the stop in milliseconds since the epoch; infinite while it goes on. */
  private readonly stopped: Map<string, number>;
  private readonly key: string;

  constructor(
    private readonly settings: Pick<Store['settings'], 'get' | 'set'>,
    project: string,
    private readonly clock: () => number = Date.now,
  ) {
    this.key = `stopped/${project}`;
    const kept = settings.get(this.key);
    const names = Array.isArray(kept) ? kept.filter((name): name is string => typeof name === 'string') : [];
    this.stopped = new Map(names.map((name) => [name, 0]));
  }

  /** What an operation of this host does. */
  take(event: StackEvent): void {
    if (event.type !== 'step' || event.step !== 'container.stop') return;
    if (event.state === 'started') this.stopped.set(event.subject, Number.POSITIVE_INFINITY);
    else if (event.state === 'done') {
      this.stopped.set(event.subject, this.clock());
      this.keep();
    } else this.stopped.delete(event.subject);
  }

  /** The same status, in which what was stopped on request is stopped and not failed. */
  shown(status: StackStatus): StackStatus {
    if (!this.stopped.size) return status;
    this.forgetRunning(status);
    const services = status.services.map((s) => {
      const asked = s.containers.filter((c) => c.state === 'exited' && this.stopped.has(c.name));
      if (!asked.length) return s;
      const containers = s.containers.map((c) => (asked.includes(c) ? withoutCode(c) : c));
      return s.state === 'failed' && asked.length === s.containers.length
        ? { ...s, state: 'stopped' as const, containers }
        : { ...s, containers };
    });
    return { ...status, services };
  }

  /** A status that was asked before the stop still shows it running. */
  private forgetRunning(status: StackStatus): void {
    const running = status.services.flatMap((s) => s.containers).filter((c) => c.state === 'running');
    const again = running.filter((c) => (this.stopped.get(c.name) ?? Number.POSITIVE_INFINITY) < (status.at ?? 0));
    for (const c of again) this.stopped.delete(c.name);
    if (again.length) this.keep();
  }

  private keep(): void {
    try {
      this.settings.set(this.key, [...this.stopped.keys()]);
    } catch {
      // A full disk is told by those that cannot do without it; until the host ends, this is known all the same.
    }
  }
}

function withoutCode(container: Container): Container {
  const { exitCode: _, ...rest } = container;
  return rest;
}
