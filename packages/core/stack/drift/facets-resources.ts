import { type Facet, sorted, type View } from './facet.ts';
import { count, list, record, text } from './read.ts';

const defaultShmSize = 64 * 1024 * 1024;

/** Limits, reservations and devices. Sizes in bytes. */
export function resourceFacets({ host }: View): Facet[] {
  const shm = count(host.ShmSize);
  const pids = count(host.PidsLimit);
  return [
    ['cgroup_parent', text(host.CgroupParent)],
    ['mem_limit', nonZero(host.Memory)],
    ['memswap_limit', swap(count(host.Memory), count(host.MemorySwap))],
    ['mem_swappiness', count(host.MemorySwappiness) < 0 ? '' : nonZero(host.MemorySwappiness)],
    ['mem_reservation', nonZero(host.MemoryReservation)],
    ['oom_kill_disable', host.OomKillDisable === true ? 'true' : ''],
    ['oom_score_adj', nonZero(host.OomScoreAdj)],
    ['cpus', count(host.NanoCpus) === 0 ? '' : String(count(host.NanoCpus) / 1e9)],
    ['cpu_count', nonZero(host.CpuCount)],
    ['cpu_percent', nonZero(host.CpuPercent)],
    ['cpu_period', nonZero(host.CpuPeriod)],
    ['cpu_quota', nonZero(host.CpuQuota)],
    ['cpu_rt_period', nonZero(host.CpuRealtimePeriod)],
    ['cpu_rt_runtime', nonZero(host.CpuRealtimeRuntime)],
    ['cpu_shares', nonZero(host.CpuShares)],
    ['cpuset', text(host.CpusetCpus)],
    // -1 and 0 both mean no limit.
    ['pids_limit', pids > 0 ? String(pids) : ''],
    ['shm_size', shm === 0 || shm === defaultShmSize ? '' : String(shm)],
    ...list(host.Ulimits).map((entry): Facet => {
      const { Name, Soft, Hard } = record(entry);
      return [`ulimits.${text(Name)}`, `${count(Soft)}:${count(Hard)}`];
    }),
    ...blkio(host),
    ...list(host.Devices).map((entry): Facet => {
      const d = record(entry);
      return [`devices.${text(d.PathInContainer)}`, `${text(d.PathOnHost)} ${text(d.CgroupPermissions) || 'rwm'}`];
    }),
    ['device_cgroup_rules', sorted(list(host.DeviceCgroupRules).map(String))],
    ['gpus', sorted(list(host.DeviceRequests).map(deviceRequest))],
    ['runtime', text(host.Runtime)],
  ];
}

function nonZero(value: unknown): string {
  return count(value) === 0 ? '' : String(value);
}

/** Unless told otherwise, the engine allows as much swap as memory: the sum is twice the limit. */
function swap(memory: number, memorySwap: number): string {
  return memorySwap === 0 || memorySwap === 2 * memory ? '' : String(memorySwap);
}

function blkio(host: Record<string, unknown>): Facet[] {
  const field = {
    BlkioDeviceReadBps: 'device_read_bps',
    BlkioDeviceWriteBps: 'device_write_bps',
    BlkioDeviceReadIOps: 'device_read_iops',
    BlkioDeviceWriteIOps: 'device_write_iops',
    BlkioWeightDevice: 'weight_device',
  } as const;
  const facets: Facet[] = [['blkio_config.weight', nonZero(host.BlkioWeight)]];
  for (const [key, name] of Object.entries(field)) {
    for (const entry of list(host[key])) {
      const { Path, Rate, Weight } = record(entry);
      facets.push([`blkio_config.${name}.${text(Path)}`, text(Rate) || text(Weight)]);
    }
  }
  return facets;
}

function deviceRequest(entry: unknown): string {
  const r = record(entry);
  const words = [
    text(r.Driver),
    count(r.Count) === 0 ? '' : count(r.Count) === -1 ? 'all' : `count=${r.Count}`,
    sorted(list(r.DeviceIDs).map(String)),
    list(r.Capabilities)
      .map((set) => `[${sorted(list(set).map(String))}]`)
      .join(''),
    sorted(Object.entries(record(r.Options)).map(([key, value]) => `${key}=${value}`)),
  ];
  return words.filter((word) => word !== '').join(' ');
}
