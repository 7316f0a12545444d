import { parseBytes, type Service } from '../../compose/index.ts';
import type { HostConfig } from '../../engine/index.ts';
import { blkioPart } from './blkio.ts';
import { filled, type Present, present } from './present.ts';

/** Limits and reservations. `deploy.resources` overrides the short keys; a cpu reservation is Swarm's (facts 2). */
export function resourcePart(service: Service): Present<HostConfig> {
  const limits = service.deploy?.resources?.limits;
  const reservations = service.deploy?.resources?.reservations;
  return present({
    CgroupParent: service.cgroup_parent || undefined,
    Memory: bytes(limits?.memory) ?? bytes(service.mem_limit),
    MemorySwap: bytes(service.memswap_limit),
    MemorySwappiness: service.mem_swappiness === undefined ? undefined : Number(service.mem_swappiness) || undefined,
    MemoryReservation: bytes(reservations?.memory) ?? bytes(service.mem_reservation),
    OomKillDisable: service.oom_kill_disable || undefined,
    OomScoreAdj: number(service.oom_score_adj),
    NanoCpus: nanoCpus(limits?.cpus) ?? nanoCpus(service.cpus),
    CpuCount: number(service.cpu_count),
    CpuPercent: percent(service.cpu_percent),
    CpuPeriod: number(service.cpu_period),
    CpuQuota: number(service.cpu_quota),
    CpuRealtimePeriod: number(service.cpu_rt_period),
    CpuRealtimeRuntime: number(service.cpu_rt_runtime),
    CpuShares: number(service.cpu_shares),
    CpusetCpus: service.cpuset || undefined,
    PidsLimit: positive(limits?.pids) ?? number(service.pids_limit),
    ShmSize: bytes(service.shm_size),
    Ulimits: ulimits(service),
    ...blkioPart(service),
  });
}

function ulimits(service: Service): HostConfig['Ulimits'] {
  return filled(
    Object.entries(service.ulimits ?? {}).map(([name, limit]) =>
      typeof limit === 'object' && limit !== null
        ? { Name: name, Soft: Number(limit.soft ?? 0), Hard: Number(limit.hard ?? 0) }
        : { Name: name, Soft: Number(limit), Hard: Number(limit) },
    ),
  );
}

/** Bytes; 0 counts as not given, as in compose. `-1` (unlimited swap) stays. */
function bytes(size: string | number | undefined): number | undefined {
  return size === undefined ? undefined : parseBytes(String(size)) || undefined;
}

function number(value: string | number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value) || undefined;
}

function positive(value: string | number | undefined): number | undefined {
  const n = number(value);
  return n !== undefined && n > 0 ? n : undefined;
}

/** compose computes in 32-bit floats, and the result is compared with what it made: the same rounding is needed. */
function nanoCpus(cpus: string | number | undefined): number | undefined {
  const n = number(cpus);
  return n === undefined ? undefined : Math.trunc(Math.fround(Math.fround(n) * 1e9)) || undefined;
}

function percent(value: string | number | undefined): number | undefined {
  const n = number(value);
  return n === undefined ? undefined : Math.trunc(Math.fround(Math.fround(n) * 100)) || undefined;
}
