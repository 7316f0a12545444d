import { type Facet, mapFacets, sorted, type View } from './facet.ts';
import { count, list, record, text, texts } from './read.ts';

/** What `Mounts` or a bind string says about one target. */
interface Mounted {
  type: string;
  source: string;
  readOnly: boolean;
  options: string[];
}

/** Shown for a volume without a name of its own. */
export const anonymous = 'volume (anonymous)';

/** `source:target[:options]`; a Windows path keeps its drive's colon. */
const bind = /^(.+?):(\/[^:]*|[A-Za-z]:\\[^:]*)(?::([^:]*))?$/;

/** Volumes by target, whichever of the API's two ways they were asked for, and tmpfs. */
export function mountFacets({ host }: View): Facet[] {
  const mounted = new Map<string, Mounted>();
  for (const entry of texts(host.Binds)) {
    const [, source = '', target = '', options = ''] = bind.exec(entry) ?? [];
    if (target === '') continue;
    const words = options.split(',');
    mounted.set(target, {
      type: /^([/\\~.]|[A-Za-z]:\\)/.test(source) ? 'bind' : 'volume',
      source,
      readOnly: words.includes('ro'),
      options: words.filter((word) => !['', 'rw', 'ro', 'rprivate'].includes(word)),
    });
  }
  for (const entry of list(host.Mounts)) {
    const mount = record(entry);
    mounted.set(text(mount.Target), {
      type: text(mount.Type),
      source: text(mount.Source),
      readOnly: mount.ReadOnly === true,
      options: mountOptions(mount),
    });
  }
  return [
    ...[...mounted].map(([target, m]): Facet => [`volumes.${target}`, inWords(m)]),
    ...mapFacets('tmpfs', record(host.Tmpfs)),
    ['volumes_from', sorted(texts(host.VolumesFrom).map((entry) => entry.replace(/:rw$/, '')))],
    ['volume_driver', text(host.VolumeDriver)],
    ...mapFacets('storage_opt', record(host.StorageOpt)),
  ];
}

function inWords({ type, source, readOnly, options }: Mounted): string {
  // 64 hex is the name that the engine makes up.
  const name = type === 'volume' && (source === '' || /^[0-9a-f]{64}$/.test(source)) ? anonymous : `${type} ${source}`;
  return [name.trim(), readOnly ? 'ro' : 'rw', ...[...options].sort()].join(' ');
}

/** CreateMountpoint and Consistency are left out: neither is seen in a running container on Linux. */
function mountOptions(mount: Record<string, unknown>): string[] {
  const bindOptions = record(mount.BindOptions);
  const volume = record(mount.VolumeOptions);
  const tmpfs = record(mount.TmpfsOptions);
  const propagation = text(bindOptions.Propagation);
  const subpath = text(volume.Subpath) || text(record(mount.ImageOptions).Subpath);
  const options = [
    propagation === 'rprivate' ? '' : propagation,
    bindOptions.NonRecursive === true ? 'nonrecursive' : '',
    bindOptions.ReadOnlyNonRecursive === true ? 'recursive=writable' : '',
    bindOptions.ReadOnlyForceRecursive === true ? 'recursive=readonly' : '',
    volume.NoCopy === true ? 'nocopy' : '',
    subpath === '' ? '' : `subpath=${subpath}`,
    ...Object.entries(record(volume.Labels)).map(([key, value]) => `label:${key}=${value}`),
    count(tmpfs.SizeBytes) === 0 ? '' : `size=${tmpfs.SizeBytes}`,
    count(tmpfs.Mode) === 0 ? '' : `mode=${count(tmpfs.Mode).toString(8)}`,
  ];
  return options.filter((option) => option !== '');
}
