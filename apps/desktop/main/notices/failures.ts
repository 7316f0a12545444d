import type { ServiceStatus, StackStatus } from '@sutazai/core/contract';

/** Something that happened elsewhere and that the user should know now. */
export type Happening =
  | { kind: 'unwell'; services: ServiceStatus[] }
  | { kind: 'well'; services: ServiceStatus[] }
  | { kind: 'engine-gone' }
  | { kind: 'engine-back' };

/**
 * Tells of each failure once, and once when it is over. What goes on during an operation that the user asked for is no news:
 * the operation tells it. What was unwell at the first look is none either: nobody saw it happen.
 */
export class FailureWatch {
  private readonly known = new Set<string>();
  private readonly told = new Set<string>();
  private reachable: boolean | undefined;

  /** It was told that this service is unwell, and it still is. */
  hasTold = (service: string): boolean => this.told.has(service);

  take(status: StackStatus, operationRuns: boolean): Happening[] {
    const happenings: Happening[] = [];
    if (this.reachable !== undefined && this.reachable !== status.engine.reachable) {
      happenings.push({ kind: status.engine.reachable ? 'engine-back' : 'engine-gone' });
    }
    const first = this.reachable === undefined;
    this.reachable = status.engine.reachable;
    if (!status.engine.reachable) return first ? [] : happenings;

    const unwell = status.services.filter((s) => s.state === 'unhealthy' || s.state === 'failed');
    const fresh = unwell.filter((s) => !this.known.has(s.service));
    for (const s of fresh) this.known.add(s.service);
    // Stopped or removed on purpose is over too, but nothing to tell.
    const over = status.services.filter((s) => this.known.has(s.service) && (isWell(s) || isAway(s)));
    const news = over.filter((s) => this.told.has(s.service) && isWell(s));
    for (const s of over) {
      this.known.delete(s.service);
      this.told.delete(s.service);
    }
    if (first || operationRuns) return happenings;
    for (const s of fresh) this.told.add(s.service);
    if (fresh.length > 0) happenings.push({ kind: 'unwell', services: fresh });
    if (news.length > 0) happenings.push({ kind: 'well', services: news });
    return happenings;
  }
}

/** `running` is well only for services without a probe, which never say `healthy`. */
const isWell = (s: ServiceStatus): boolean => s.state === 'healthy' || s.state === 'running' || s.state === 'finished';
const isAway = (s: ServiceStatus): boolean => s.state === 'stopped' || s.state === 'absent' || s.state === 'created';
