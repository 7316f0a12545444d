import { canonicalBuild } from './canonical-build.ts';
import { canonicalDeploy, deviceRequest } from './canonical-deploy.ts';
import { extraHosts, fileReferences, ulimits } from './canonical-values.ts';
import { isMapping, type Mapping, type Value } from './errors.ts';
import { absolute } from './paths.ts';
import { bool, convert, duration, num, pairs, size, str, strings, textPairs } from './scalars.ts';
import { shellWords } from './shell-words.ts';
import { shortPort } from './short-ports.ts';
import { clean, shortVolume } from './short-volumes.ts';

/** One service of one file in long form, so that files can be merged value by value. `base`: what relative paths belong to. */
export function canonicalService(source: Mapping, base: string): Mapping {
  return convert(source, {
    annotations: textPairs,
    attach: bool,
    blkio_config: (v) => blkio(v as Mapping),
    build: (v) => canonicalBuild(v, base),
    cap_add: strings,
    cap_drop: strings,
    command: argv,
    configs: fileReferences,
    cpus: num,
    cpu_count: num,
    cpu_percent: num,
    cpu_period: num,
    cpu_quota: num,
    cpu_rt_period: num,
    cpu_rt_runtime: num,
    cpu_shares: num,
    depends_on: dependencies,
    deploy: (v) => canonicalDeploy(v as Mapping),
    develop: (v) => develop(v as Mapping, base),
    devices: (v) => (v as Value[]).map(device),
    dns: strings,
    dns_opt: strings,
    dns_search: strings,
    entrypoint: argv,
    env_file: (v) => envFiles(v, base),
    environment: pairs,
    expose: strings,
    external_links: strings,
    extra_hosts: extraHosts,
    gpus: (v) => (typeof v === 'string' ? [deviceRequest({ count: v })] : (v as Mapping[]).map(deviceRequest)),
    group_add: strings,
    healthcheck: (v) => healthcheck(v as Mapping),
    init: bool,
    label_file: (v) => strings(v).map((p) => absolute(p, base)),
    labels: textPairs,
    links: strings,
    logging: (v) => convert(v as Mapping, { options: textPairs }),
    mem_limit: size,
    mem_reservation: size,
    mem_swappiness: (v) => str(v),
    memswap_limit: size,
    models: (v) => (Array.isArray(v) ? Object.fromEntries(v.map((m) => [str(m), null])) : v),
    networks: (v) => (Array.isArray(v) ? Object.fromEntries(v.map((n) => [str(n), null])) : networks(v as Mapping)),
    oom_kill_disable: bool,
    oom_score_adj: num,
    pids_limit: num,
    ports: (v) => (v as Value[]).flatMap(port),
    post_start: (v) => (v as Mapping[]).map(hook),
    pre_stop: (v) => (v as Mapping[]).map(hook),
    privileged: bool,
    profiles: strings,
    provider: (v) => provider(v as Mapping),
    read_only: bool,
    restart: str,
    scale: num,
    secrets: fileReferences,
    security_opt: strings,
    shm_size: size,
    stdin_open: bool,
    stop_grace_period: duration,
    storage_opt: textPairs,
    sysctls: textPairs,
    tmpfs: strings,
    tty: bool,
    ulimits,
    use_api_socket: bool,
    user: str,
    volumes: (v) => (v as Value[]).map((one) => volume(one, base)),
    volumes_from: strings,
  });
}

/** A text is split as a shell would split it; an empty one clears the image's value. */
export function argv(value: Value): string[] {
  return typeof value === 'string' ? shellWords(value) : strings(value);
}

function blkio(source: Mapping): Mapping {
  const rates = (v: Value) => (v as Mapping[]).map((r) => ({ Path: str(r.path), Rate: size(r.rate) }));
  const weights = (v: Value) => (v as Mapping[]).map((r) => ({ Path: str(r.path), Weight: num(r.weight) }));
  return convert(source, {
    weight: num,
    weight_device: weights,
    device_read_bps: rates,
    device_read_iops: rates,
    device_write_bps: rates,
    device_write_iops: rates,
  });
}

function dependencies(value: Value): Mapping {
  const one = (v: Value): Mapping => {
    const d = isMapping(v) ? v : {};
    return {
      condition: str(d.condition ?? 'service_started'),
      required: d.required === undefined ? true : bool(d.required),
      ...(d.restart === undefined || !bool(d.restart) ? {} : { restart: true }),
    };
  };
  if (Array.isArray(value)) return Object.fromEntries(value.map((name) => [str(name), one(null)]));
  return Object.fromEntries(Object.entries(value as Mapping).map(([name, v]) => [name, one(v)]));
}

function develop(source: Mapping, base: string): Mapping {
  const watch = (v: Value) =>
    (v as Mapping[]).map((w) =>
      convert(
        { exec: { command: null }, ...w },
        {
          path: (p) => absolute(str(p), base),
          exec: (e) => ({ command: null, ...convert(e as Mapping, { command: argv }) }),
        },
      ),
    );
  return convert(source, { watch });
}

function device(value: Value): Mapping {
  if (isMapping(value))
    return { ...value, target: value.target ?? value.source ?? '', permissions: value.permissions ?? 'rwm' };
  const [source = '', target = source, permissions = 'rwm'] = str(value).split(':');
  return { source, target, permissions };
}

function envFiles(value: Value, base: string): Mapping[] {
  const entries = Array.isArray(value) ? value : [value];
  return entries.map((e) => {
    const long = isMapping(e) ? e : { path: str(e) };
    const required = long.required === undefined ? true : bool(long.required);
    return { path: absolute(str(long.path), base), required, ...(long.format ? { format: str(long.format) } : {}) };
  });
}

function healthcheck(source: Mapping): Mapping {
  return convert(source, {
    test: (v) => (typeof v === 'string' ? ['CMD-SHELL', v] : strings(v)),
    interval: duration,
    timeout: duration,
    start_period: duration,
    start_interval: duration,
    retries: num,
    disable: bool,
  });
}

function hook(source: Mapping): Mapping {
  return convert(source, { command: argv, privileged: bool, environment: pairs });
}

function networks(source: Mapping): Mapping {
  const one = (v: Value) =>
    v === null
      ? null
      : convert(v as Mapping, {
          aliases: strings,
          driver_opts: textPairs,
          link_local_ips: strings,
          priority: num,
          gw_priority: num,
        });
  return Object.fromEntries(Object.entries(source).map(([name, v]) => [name, one(v)]));
}

function port(value: Value): Mapping[] {
  if (!isMapping(value)) return shortPort(str(value)) as unknown as Mapping[];
  const long = convert(value, { target: num, published: str });
  return [{ ...long, mode: long.mode ?? 'ingress', protocol: long.protocol ?? 'tcp' }];
}

function provider(source: Mapping): Mapping {
  return convert(source, {
    options: (v) => Object.fromEntries(Object.entries(v as Mapping).map(([k, o]) => [k, strings(o)])),
  });
}

function volume(value: Value, base: string): Mapping {
  if (!isMapping(value)) return shortVolume(str(value), base) as unknown as Mapping;
  const long = convert(value, {
    read_only: bool,
    target: (v) => clean(str(v)),
    bind: (v) => convert(v as Mapping, { create_host_path: bool }),
    volume: (v) => convert(v as Mapping, { nocopy: bool, labels: textPairs }),
    tmpfs: (v) => convert(v as Mapping, { size, mode: num }),
  });
  if (long.type === 'bind' && typeof long.source === 'string') long.source = absolute(long.source, base);
  if (long.type === 'bind' && long.bind !== undefined) long.bind = bindOptions(long.bind);
  return long;
}

/** In the long form the host path is created only if asked for; compose prints a `false` by leaving the key out. */
function bindOptions(value: Value | undefined): Mapping {
  const { create_host_path: create, ...rest } = isMapping(value) ? value : {};
  return { ...rest, ...(create === true ? { create_host_path: true } : {}) };
}
