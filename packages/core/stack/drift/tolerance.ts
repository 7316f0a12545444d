import type { ImageDetail } from '../../engine/index.ts';
import type { Facets } from './facet.ts';
import { anonymous } from './facets-mounts.ts';

/** What the comparison may need to know besides the two descriptions. */
export interface Circumstances {
  image: ImageDetail | undefined;
  apiMinor: number;
  /** The container carries our labels: a StartInterval in it is our own addition. */
  madeByUs: boolean;
}

/** OCI runtimes that an engine uses when none is asked for. */
const usualRuntimes = new Set(['runc', 'io.containerd.runc.v2', 'crun', 'oci', 'youki']);

/** Settings that engines drop on kernels without the means, saying so only in a warning (moby daemon_unix.go). */
const droppedByKernel = new Set(['oom_kill_disable', 'mem_swappiness', 'cpu_percent', 'blkio_config.weight']);

/**
 * Takes out of both descriptions what differs without meaning anything: values that an engine, its settings or its
 * kernel put in or leave out where nothing was asked for.
 */
export function tolerate(actual: Facets, expected: Facets, circumstances: Circumstances): void {
  const { image, apiMinor, madeByUs } = circumstances;
  const ignore = (field: string) => {
    actual.delete(field);
    expected.delete(field);
  };
  const unasked = (field: string) => actual.has(field) && !expected.has(field);

  if (unasked('runtime') && usualRuntimes.has(actual.get('runtime') ?? '')) ignore('runtime');
  // Private on cgroup v2, host on v1, or as the daemon was told.
  if (unasked('cgroup')) ignore('cgroup');
  // A container that shares another's network or host's has its hostname, too.
  if (unasked('hostname') && /^(host$|container:)/.test(expected.get('network_mode') ?? '')) ignore('hostname');
  if (unasked('hostname') && expected.get('uts') === 'host') ignore('hostname');
  // A daemon's log driver and options are written into every container that does not say otherwise.
  for (const field of [...actual.keys()]) if (field.startsWith('logging.') && unasked(field)) ignore(field);
  // Without swap accounting in the kernel a memory limit comes with -1.
  if (unasked('memswap_limit') && actual.get('memswap_limit') === '-1' && actual.has('mem_limit'))
    ignore('memswap_limit');
  for (const field of [...expected.keys()]) {
    if (!actual.has(field) && (droppedByKernel.has(field) || field.startsWith('blkio_config.weight_device')))
      ignore(field);
  }
  // A running container shows the address it was given, asked for or not.
  for (const field of [...actual.keys()]) if (field.endsWith('.mac_address') && unasked(field)) ignore(field);
  // The engine makes these for the image; a recreate names them to carry them over.
  for (const target of image?.config.volumes ?? []) {
    const field = `volumes.${target.replace(/(.)\/+$/, '$1')}`;
    const made = (value: string | undefined) => value === undefined || value.startsWith(anonymous);
    if (made(actual.get(field)) && made(expected.get(field))) ignore(field);
  }
  if (apiMinor < 48) {
    for (const field of [...expected.keys()]) if (field.endsWith('.gw_priority')) ignore(field);
  }
  // The image brings a health check whose content the port does not tell.
  if (unasked('healthcheck.test') && image?.config.hasHealthcheck === true) {
    for (const field of [...actual.keys()]) if (field.startsWith('healthcheck.')) ignore(field);
  }
  if (madeByUs && unasked('healthcheck.start_interval')) {
    ignore('healthcheck.start_interval');
    const interval = actual.get('healthcheck.interval') ?? '30s';
    if (unasked('healthcheck.start_period') && actual.get('healthcheck.start_period') === interval) {
      ignore('healthcheck.start_period');
    }
  }
}
