import type { Mapping, Value } from './errors.ts';
import { convert, duration, num, size, str, strings, textPairs } from './scalars.ts';

export function canonicalDeploy(source: Mapping): Mapping {
  const update = (v: Value) =>
    convert(v as Mapping, { parallelism: num, delay: duration, monitor: duration, max_failure_ratio: num });
  return convert(source, {
    replicas: num,
    labels: textPairs,
    update_config: update,
    rollback_config: update,
    resources: (v) => convert(v as Mapping, { limits: resource, reservations: resource }),
    restart_policy: (v) => convert(v as Mapping, { delay: duration, max_attempts: num, window: duration }),
    placement: (v) => convert(v as Mapping, { constraints: strings, max_replicas_per_node: num }),
  });
}

function resource(value: Value): Mapping {
  return convert(value as Mapping, {
    cpus: num,
    memory: size,
    pids: num,
    devices: (v) => (v as Mapping[]).map(deviceRequest),
  });
}

/** `all`, or neither a count nor ids, means every device: -1 (facts 1.1, no. 6). */
export function deviceRequest(source: Mapping): Mapping {
  const long = convert(source, {
    capabilities: strings,
    count: (v) => (v === 'all' ? -1 : num(v)),
    device_ids: strings,
    driver: str,
    options: textPairs,
  });
  return long.count === undefined && long.device_ids === undefined ? { ...long, count: -1 } : long;
}
