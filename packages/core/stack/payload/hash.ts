import { createHash } from 'node:crypto';
import type { Network, Service, Volume } from '../../compose/index.ts';
import { canonicalJson } from './canonical-json.ts';

/** Kept out of the hash: they change what the tool does, not what the container is (facts 1.3). */
const notTheContainer = [
  'depends_on',
  'profiles',
  'build',
  'pull_policy',
  'scale',
  'develop',
  'post_start',
  'pre_stop',
];

/**
 * Config hash of a service: SHA-256, 64 hex, over its canonical JSON. Not compose's own, which changes with its versions
 * (facts 1.3); the label `ai.sutazai.hash-version` says whose it is. Independent of key order, extensions, our own
 * additions (StartInterval, labels) and of what {@link notTheContainer} lists.
 *
 * With `parents` (container id by service), `service:x` references are hashed as those ids: a recreated parent then
 * changes the child's hash. Without, they are hashed by name, and the plan has to watch the parents.
 */
export function serviceHash(service: Service, resolved: { parents?: Readonly<Record<string, string>> } = {}): string {
  const parents = resolved.parents ?? {};
  const kept = Object.fromEntries(
    Object.entries(service).filter(([key]) => !notTheContainer.includes(key) && !key.startsWith('x-')),
  );
  for (const key of ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
    const mode: unknown = kept[key];
    if (typeof mode !== 'string' || !mode.startsWith('service:')) continue;
    const id = parents[mode.slice('service:'.length)];
    if (id !== undefined) kept[key] = `container:${id}`;
  }
  if (Array.isArray(kept.volumes_from)) {
    kept.volumes_from = kept.volumes_from.map((entry: unknown) => {
      const [name = '', ...mode] = String(entry).split(':');
      const id = name === 'container' ? undefined : parents[name];
      return id === undefined ? entry : [id, ...mode].join(':');
    });
  }
  if (service.deploy) {
    const { replicas: _, ...deploy } = service.deploy;
    kept.deploy = withoutExtensions(deploy);
  }
  return sha256(kept);
}

/** Config hash of a network; `name` is the one the engine knows it by. */
export function networkHash(name: string, network: Network): string {
  return sha256({ ...withoutExtensions(network), name });
}

/** Config hash of a volume. The driver defaults to `local`, so that naming it changes nothing. */
export function volumeHash(name: string, volume: Volume): string {
  return sha256({ ...withoutExtensions(volume), driver: volume.driver || 'local', name });
}

function withoutExtensions(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('x-')));
}

function sha256(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
