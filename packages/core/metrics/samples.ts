import type { ServiceStats } from '../stack/index.ts';
import type { Sample } from '../store/index.ts';
import type { HostUsage } from './host-usage.ts';

/** What one service uses; several containers of it are added up. */
export interface ServiceUsage {
  service: string;
  /** Percent of one core. */
  cpuPercent: number;
  memoryBytes: number;
  memoryLimitBytes: number;
  rxBytesPerSecond: number;
  txBytesPerSecond: number;
}

export interface LiveSample {
  /** Milliseconds since the epoch. */
  at: number;
  host: HostUsage;
  services: ServiceUsage[];
}

type Figures = Omit<ServiceStats, 'at' | 'container'>;

/** One row a service, by name. */
export function byService(containers: Iterable<Figures>): ServiceUsage[] {
  const sums = new Map<string, ServiceUsage>();
  for (const c of containers) {
    const sum = sums.get(c.service);
    if (!sum) {
      const { service, cpuPercent, memoryBytes, memoryLimitBytes, rxBytesPerSecond, txBytesPerSecond } = c;
      sums.set(c.service, {
        service,
        cpuPercent,
        memoryBytes,
        memoryLimitBytes,
        rxBytesPerSecond,
        txBytesPerSecond,
      });
      continue;
    }
    sum.cpuPercent += c.cpuPercent;
    sum.memoryBytes += c.memoryBytes;
    sum.memoryLimitBytes += c.memoryLimitBytes;
    sum.rxBytesPerSecond += c.rxBytesPerSecond;
    sum.txBytesPerSecond += c.txBytesPerSecond;
  }
  return [...sums.values()].sort((a, b) => a.service.localeCompare(b.service));
}

/** As rows of the history. The machine's own traffic is not measured: its network cards carry more than the stack's. */
export function historyRows({ at, host, services }: LiveSample): Sample[] {
  return [
    { of: 'host', at, cpu: host.cpuPercent, memory: host.memoryUsedBytes, rx: null, tx: null },
    ...services.map((s) => ({
      of: s.service,
      at,
      cpu: s.cpuPercent,
      memory: s.memoryBytes,
      rx: s.rxBytesPerSecond,
      tx: s.txBytesPerSecond,
    })),
  ];
}
