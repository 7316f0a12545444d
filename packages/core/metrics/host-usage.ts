import { cpus, freemem, totalmem } from 'node:os';

export interface HostUsage {
  /** Percent of the whole machine, 0 to 100. */
  cpuPercent: number;
  cores: number;
  /** Without what the system would give back at once (on Linux `MemAvailable` counts as free). */
  memoryUsedBytes: number;
  memoryTotalBytes: number;
}

interface Ticks {
  busy: number;
  all: number;
}

/** How busy this machine was since the last call. */
export class HostMeter {
  private before = ticks();
  private last = 0;

  read(): HostUsage {
    const now = ticks();
    const all = now.all - this.before.all;
    // The counters have steps of 10 ms: two calls in a row have nothing to tell.
    if (all > 0) this.last = Math.min(100, Math.max(0, ((now.busy - this.before.busy) / all) * 100));
    this.before = now;
    const memoryTotalBytes = totalmem();
    return {
      cpuPercent: this.last,
      cores: cpus().length,
      memoryUsedBytes: memoryTotalBytes - freemem(),
      memoryTotalBytes,
    };
  }
}

function ticks(): Ticks {
  let busy = 0;
  let all = 0;
  for (const { times } of cpus()) {
    const sum = times.user + times.nice + times.sys + times.idle + times.irq;
    busy += sum - times.idle;
    all += sum;
  }
  return { busy, all };
}
