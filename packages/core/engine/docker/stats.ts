import type { StatsSample } from '../engine.ts';
import { jsonLines } from './lines.ts';
import type { Transport } from './transport.ts';

interface Message {
  read?: string;
  cpu_stats?: {
    cpu_usage?: { total_usage?: number; percpu_usage?: number[] };
    system_cpu_usage?: number;
    online_cpus?: number;
  };
  memory_stats?: { usage?: number; limit?: number; stats?: Record<string, number> };
  networks?: Record<string, { rx_bytes: number; tx_bytes: number }>;
  blkio_stats?: { io_service_bytes_recursive?: { op: string; value: number }[] | null };
  pids_stats?: { current?: number };
}

/** Without `one-shot` the engine would wait for a second sample to fill `precpu_stats` (facts 3.4). */
export async function statsOnce(transport: Transport, id: string, signal?: AbortSignal): Promise<StatsSample> {
  const message = await transport.call<Message>({
    method: 'GET',
    path: `/containers/${encodeURIComponent(id)}/stats`,
    query: { stream: false, 'one-shot': true },
    signal,
    operation: 'container.stats',
    subject: id,
  });
  return sample(message);
}

/** A sample about every second; ends with the container or by the signal. */
export async function* stats(transport: Transport, id: string, signal: AbortSignal): AsyncIterable<StatsSample> {
  const answer = await transport.stream({
    method: 'GET',
    path: `/containers/${encodeURIComponent(id)}/stats`,
    query: { stream: true },
    signal,
    operation: 'container.stats',
    subject: id,
  });
  try {
    for await (const message of jsonLines<Message>(answer)) yield sample(message);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    answer.destroy();
  }
}

export function sample(m: Message): StatsSample {
  const memory = m.memory_stats ?? {};
  // cgroup v2 names it inactive_file, v1 total_inactive_file: cache that the kernel gives back at once is not "used".
  const cache = memory.stats?.total_inactive_file ?? memory.stats?.inactive_file ?? 0;
  const networks = Object.values(m.networks ?? {});
  const io = m.blkio_stats?.io_service_bytes_recursive ?? [];
  const bytes = (op: string) => io.filter((e) => e.op.toLowerCase() === op).reduce((sum, e) => sum + e.value, 0);
  return {
    at: m.read ? Date.parse(m.read) : Date.now(),
    cpuTotalNs: m.cpu_stats?.cpu_usage?.total_usage ?? 0,
    systemCpuNs: m.cpu_stats?.system_cpu_usage ?? 0,
    onlineCpus: m.cpu_stats?.online_cpus ?? m.cpu_stats?.cpu_usage?.percpu_usage?.length ?? 1,
    memoryBytes: Math.max(0, (memory.usage ?? 0) - cache),
    memoryLimitBytes: memory.limit ?? 0,
    rxBytes: networks.reduce((sum, n) => sum + n.rx_bytes, 0),
    txBytes: networks.reduce((sum, n) => sum + n.tx_bytes, 0),
    readBytes: bytes('read'),
    writeBytes: bytes('write'),
    pids: m.pids_stats?.current ?? 0,
  };
}
