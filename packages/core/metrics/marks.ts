import type { ServiceStatus, StackStatus } from '../stack/index.ts';
import type { Mark } from '../store/index.ts';

const up: ReadonlySet<ServiceStatus['state']> = new Set(['running', 'healthy', 'unhealthy', 'starting']);

/** What happened between two looks at the stack, as marks on the charts. Nothing is concluded from an engine that is away. Pure. */
export function marksBetween(before: StackStatus | undefined, now: StackStatus, at: number): Mark[] {
  if (!before?.engine.reachable || !now.engine.reachable) return [];
  const earlier = new Map(before.services.map((s) => [s.service, s]));
  return now.services.flatMap((s) => {
    const old = earlier.get(s.service);
    const what = old && whatHappened(old, s);
    return what ? [{ at, service: s.service, what }] : [];
  });
}

function whatHappened(old: ServiceStatus, now: ServiceStatus): Mark['what'] | undefined {
  if (old.state === now.state) return undefined;
  switch (now.state) {
    case 'failed':
      return 'failed';
    case 'unhealthy':
      return 'unhealthy';
    case 'restarting':
      return 'restarted';
    case 'healthy':
      return up.has(old.state) ? 'healthy' : 'started';
    case 'running':
    case 'starting':
      // Health that begins anew after "unhealthy" is no start of the container.
      return up.has(old.state) ? undefined : 'started';
    case 'stopped':
    case 'absent':
      return up.has(old.state) ? 'stopped' : undefined;
    default:
      return undefined;
  }
}
