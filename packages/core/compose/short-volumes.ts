import type { ServiceVolume } from './model.ts';
import { absolute } from './paths.ts';

/** `[source:]target[:options]` → the long form. Throws RangeError with words for the user. */
export function shortVolume(text: string, base: string): ServiceVolume {
  const parts = splitColons(text);
  if (parts.length > 3 || parts.some((p) => p === ''))
    throw new RangeError(`"${text}" is no volume; write "[SOURCE:]TARGET[:OPTIONS]"`);
  if (parts.length === 1) return { type: 'volume', target: clean(parts[0] ?? ''), volume: {} };
  const [source = '', target = '', options = ''] = parts;
  const bind = /^(\.|\/|~|[A-Za-z]:[\\/]|\\\\)/.test(source);
  const volume: ServiceVolume = bind
    ? { type: 'bind', source: absolute(source, base), target: clean(target), bind: { create_host_path: true } }
    : { type: 'volume', source, target: clean(target), volume: {} };
  for (const option of options.split(',').filter(Boolean)) apply(volume, option);
  return volume;
}

const propagations = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'];

function apply(volume: ServiceVolume, option: string): void {
  if (option === 'ro') volume.read_only = true;
  else if (option === 'z' || option === 'Z') volume.bind = { selinux: option, ...volume.bind };
  else if (option === 'nocopy') volume.volume = { ...volume.volume, nocopy: true };
  else if (propagations.includes(option)) volume.bind = { ...volume.bind, propagation: option };
  // `rw` and what compose does not know (`cached`, `delegated`) change nothing.
}

/** Container paths are cleaned as Go's path.Clean does: no trailing slash. */
export function clean(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') || '/' : path;
}

/** At colons, but not at the one of a Windows drive. */
function splitColons(text: string): string[] {
  return text
    .replaceAll(/(^|:)([A-Za-z]):([\\/])/g, '$1$2\0$3')
    .split(':')
    .map((p) => p.replaceAll('\0', ':'));
}
