import type { LiveSample, StackMark } from '@sutazai/core/contract';
import { services } from './services.ts';
import { noise } from './stream.ts';

const gb = 1024 ** 3;
const hour = 3_600_000;

export function sampleAt(at: number, round: number): LiveSample {
  return {
    at,
    host: { cpuPercent: 31 + 4 * noise(round), cores: 12, memoryUsedBytes: 11.4 * gb, memoryTotalBytes: 15.6 * gb },
    services: services
      .filter((s) => !s.off)
      .map((s, index) => ({
        service: s.entry.service,
        cpuPercent: s.cpu * (0.7 + 0.6 * noise(round + index * 31)),
        memoryBytes: s.memory,
        memoryLimitBytes: s.limit,
        rxBytesPerSecond: 20_000 * noise(round + index),
        txBytesPerSecond: 9_000 * noise(round + index * 7),
      })),
  };
}

/** A day's shape: work in the day, a stretch without measurements at night. */
export function valueAt(of: string, metric: string, at: number): number | null {
  const day = (at / hour) % 24;
  if (day > 21.6 && day < 22.8) return null;
  const service = services.find((s) => s.entry.service === of);
  const busy = 0.55 + 0.35 * Math.sin((day - 5) / 3.8) + 0.04 * noise(Math.floor(at / 60_000) + of.length);
  if (metric === 'cpu') return of === 'host' ? 30 * busy : (service?.cpu ?? 0) * busy;
  if (metric === 'memory')
    return of === 'host' ? 11 * gb * (0.8 + 0.2 * busy) : (service?.memory ?? 0) * (0.75 + 0.3 * busy);
  return 40_000 * busy * noise(Math.floor(at / 120_000) + (metric === 'rx' ? 3 : 9));
}

export function marksBetween(from: number, to: number): StackMark[] {
  const marks: StackMark[] = [
    { at: to - 0.35 * (to - from), service: 'aider', what: 'restarted' },
    { at: to - Math.min(120_000, 0.1 * (to - from)), service: 'rabbitmq', what: 'unhealthy' },
  ];
  return marks.filter((m) => m.at >= from);
}
