import { parseBytes, type ServiceVolume } from '../../compose/index.ts';
import type { MountSpec } from '../../engine/index.ts';
import { PayloadError } from './payload-error.ts';
import { filled, present } from './present.ts';

/** One volume entry as an API mount, with the options that its type has (facts 2). `source` is the engine's name of it. */
export function mountSpec(volume: ServiceVolume, source: string | undefined, apiMinor: number): MountSpec {
  if (volume.type === 'image' && apiMinor < 48) {
    throw new PayloadError('a volume of type image needs Docker Engine 28 or later', `volumes.${volume.target}`);
  }
  return {
    Type: volume.type as MountSpec['Type'],
    Target: volume.target,
    ...present({
      Source: source,
      ReadOnly: volume.read_only || undefined,
      Consistency: volume.consistency || undefined,
      BindOptions: volume.type === 'bind' ? bindOptions(volume, apiMinor) : undefined,
      VolumeOptions: volume.type === 'volume' ? volumeOptions(volume, apiMinor) : undefined,
      TmpfsOptions: volume.type === 'tmpfs' ? tmpfsOptions(volume) : undefined,
      ImageOptions: volume.type === 'image' && volume.image?.subpath ? { Subpath: volume.image.subpath } : undefined,
    }),
  };
}

function bindOptions({ bind, target }: ServiceVolume, apiMinor: number): MountSpec['BindOptions'] {
  if (!bind) return undefined;
  if ((bind.recursive === 'writable' || bind.recursive === 'readonly') && apiMinor < 44) {
    throw new PayloadError(`bind.recursive: ${bind.recursive} needs Docker Engine 25 or later`, `volumes.${target}`);
  }
  return present({
    Propagation: bind.propagation || undefined,
    CreateMountpoint: bind.create_host_path || undefined,
    NonRecursive: bind.recursive === 'disabled' || undefined,
    ReadOnlyNonRecursive: bind.recursive === 'writable' || undefined,
    ReadOnlyForceRecursive: bind.recursive === 'readonly' || undefined,
  });
}

function volumeOptions({ volume, target }: ServiceVolume, apiMinor: number): MountSpec['VolumeOptions'] {
  if (!volume) return undefined;
  if (volume.subpath && apiMinor < 45) {
    throw new PayloadError('volume.subpath needs Docker Engine 26 or later', `volumes.${target}`);
  }
  return present({
    NoCopy: volume.nocopy || undefined,
    Labels: filled(volume.labels),
    Subpath: volume.subpath || undefined,
  });
}

function tmpfsOptions({ tmpfs }: ServiceVolume): MountSpec['TmpfsOptions'] {
  if (!tmpfs) return undefined;
  return present({
    SizeBytes: tmpfs.size === undefined ? undefined : parseBytes(String(tmpfs.size)),
    Mode: tmpfs.mode === undefined ? undefined : Number(tmpfs.mode),
  });
}
