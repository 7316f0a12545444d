import type { LiveSample } from '@sutazai/core/contract';
import { useSyncExternalStore } from 'react';
import { door } from '../connection/index.ts';
import { follow } from './follow.ts';
import { Ring } from './ring.ts';

export type ServiceSample = LiveSample['services'][number];

/** Samples kept for the small lines in the table: four minutes at one each two seconds. */
const kept = 120;

// Figures come every two seconds for every service. They are kept beside React; a page asks for what it draws.
const cpu = new Map<string, Ring>();
let sample: LiveSample | null = null;
let services = new Map<string, ServiceSample>();
const listeners = new Set<() => void>();

export function takeSample(next: LiveSample): void {
  sample = next;
  services = new Map(next.services.map((s) => [s.service, s]));
  for (const s of next.services) if (!cpu.has(s.service)) cpu.set(s.service, new Ring(kept));
  for (const [service, ring] of cpu) ring.push(services.get(service)?.cpuPercent ?? Number.NaN);
  for (const tell of listeners) tell();
}

export function followLive(): () => void {
  return follow((signal) => door.api.monitor.live(undefined, { signal }), takeSample);
}

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** The newest sample; the page is drawn again with each. */
export function useLiveSample(): LiveSample | null {
  return useSyncExternalStore(listen, () => sample);
}

/** A text made of the newest figures; the page is drawn again only when it is another one. */
export function useLiveText(of: () => string): string {
  return useSyncExternalStore(listen, of);
}

export const liveOf = (service: string): ServiceSample | undefined => services.get(service);
/** Percent of a core, oldest first; NaN where nothing was told. */
export const cpuLine = (service: string): Float64Array => cpu.get(service)?.values() ?? new Float64Array();
