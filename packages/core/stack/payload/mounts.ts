import type { Service, ServiceVolume } from '../../compose/index.ts';
import type { HostConfig, MountSpec } from '../../engine/index.ts';
import type { StackModel } from '../model.ts';
import { fileMounts } from './file-mounts.ts';
import { mountSpec } from './mount-spec.ts';
import { filled, type Present, present } from './present.ts';

export interface MountInput {
  model: StackModel;
  service: Service;
  apiMinor: number;
  /** Anonymous volumes of the container that is replaced. */
  inherited?: readonly { name: string; target: string }[];
  /** Targets that the image declares as volumes; if not known, every inherited volume is taken over. */
  imageVolumes?: readonly string[];
}

/**
 * Volumes, tmpfs, secrets and configs (facts 2). As in compose, plain binds and named volumes go as `Binds`, which create
 * a missing host directory; what `Binds` has no word for goes as `Mounts`.
 */
export function mountPart(input: MountInput): Present<Pick<HostConfig, 'Binds' | 'Mounts' | 'Tmpfs'>> {
  const { model, service } = input;
  const inherited = takenOver(input);
  const binds: string[] = [];
  const mounts: MountSpec[] = inherited.map(({ name, target }) => ({ Type: 'volume', Source: name, Target: target }));
  const carried = new Set(inherited.map((v) => v.target));
  for (const volume of service.volumes ?? []) {
    if (carried.has(volume.target)) continue;
    const name = volumeName(model, volume);
    if (fitsBind(model, volume, input.apiMinor)) binds.push(bindString(name, volume));
    else mounts.push(mountSpec(volume, name, input.apiMinor));
  }
  // A volume at the target of a secret or config wins, as in compose.
  const taken = new Set([...(service.volumes ?? []).map((v) => v.target), ...carried]);
  for (const mount of fileMounts(model.project, service)) {
    if (taken.has(mount.Target)) continue;
    taken.add(mount.Target);
    mounts.push(mount);
  }
  return present({ Binds: filled(binds), Mounts: filled(mounts), Tmpfs: tmpfs(service) });
}

/** `/run:size=64m` → `{"/run": "size=64m"}`. */
function tmpfs(service: Service): Record<string, string> | undefined {
  const entries = (service.tmpfs ?? []).map((entry): [string, string] => {
    const colon = entry.indexOf(':');
    return colon < 0 ? [entry, ''] : [entry.slice(0, colon), entry.slice(colon + 1)];
  });
  return filled(Object.fromEntries(entries));
}

/** Anonymous volumes to keep: those whose target the file or the image still declares without a source of its own. */
function takenOver(input: MountInput): { name: string; target: string }[] {
  const { service, imageVolumes } = input;
  const tmpfsTargets = new Set(Object.keys(tmpfs(service) ?? {}));
  return (input.inherited ?? []).filter(({ target }) => {
    const declared = (service.volumes ?? []).find((v) => v.target === target);
    if (declared) return declared.type === 'volume' && !declared.source;
    if (tmpfsTargets.has(target)) return false;
    return imageVolumes === undefined || imageVolumes.includes(target);
  });
}

/** The engine's name of the volume, or the path or image itself. */
function volumeName(model: StackModel, volume: ServiceVolume): string | undefined {
  if (volume.type !== 'volume' || !volume.source) return volume.source || undefined;
  const declared = model.project.volumes?.[volume.source];
  return declared ? (declared.name ?? `${model.project.name}_${volume.source}`) : volume.source;
}

function fitsBind(model: StackModel, volume: ServiceVolume, apiMinor: number): boolean {
  if (!volume.source) return false;
  if (volume.type === 'bind') {
    const { bind } = volume;
    // A missing `bind` means the short syntax, which creates the host path; `bind: {}` means not to.
    if (bind === undefined) return true;
    if (bind.create_host_path !== true || bind.recursive) return false;
    // `Mounts` has no word for SELinux, and creates the host path only since API 1.42.
    return !bind.propagation || Boolean(bind.selinux) || apiMinor < 42;
  }
  if (volume.type !== 'volume' || !model.project.volumes?.[volume.source]) return false;
  const { labels, subpath, nocopy } = volume.volume ?? {};
  return !filled(labels) && !subpath && !nocopy;
}

function bindString(source: string | undefined, volume: ServiceVolume): string {
  const options = [volume.read_only ? 'ro' : 'rw', volume.bind?.selinux, volume.bind?.propagation].filter(Boolean);
  return `${source}:${volume.target}:${options.join(',')}`;
}
