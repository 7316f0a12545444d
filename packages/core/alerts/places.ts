import type { StackModel, StackStatus } from '../stack/index.ts';

/** A server of the stack that knows what fires. */
export interface AlertPlace {
  kind: 'alertmanager' | 'prometheus';
  /** Without a slash at its end. */
  url: string;
}

/** Container ports of their APIs, and by what image they are known. */
const known = [
  // First: it knows what was silenced, and what is only a consequence of something worse.
  { kind: 'alertmanager', port: 9093, image: /(^|\/)alertmanager(:|@|$)/ },
  { kind: 'prometheus', port: 9090, image: /(^|\/)prometheus(:|@|$)/ },
] as const;

/** Who can be asked now, best first: those whose container runs and whose port is published on this machine. */
export function alertPlaces(model: StackModel | undefined, status: StackStatus | undefined): AlertPlace[] {
  if (model === undefined || status?.engine.reachable !== true) return [];
  return known.flatMap(({ kind, port, image }) => {
    const service = Object.entries(model.project.services).find(([, s]) => image.test(s.image ?? ''))?.[0];
    const now = status.services.find((s) => s.service === service);
    if (!now?.containers.some((c) => c.state === 'running')) return [];
    const published = now.ports.find((p) => p.target === port && p.protocol === 'tcp')?.published;
    return published === undefined ? [] : [{ kind, url: `http://127.0.0.1:${published}` }];
  });
}
