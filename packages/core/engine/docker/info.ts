import type { EngineInfo } from '../engine.ts';
import type { Transport } from './transport.ts';

interface Version {
  Version: string;
  ApiVersion: string;
  MinAPIVersion?: string;
  Components?: { Name?: string }[];
  Platform?: { Name?: string };
}
interface Info {
  Name?: string;
  OSType?: string;
  Architecture?: string;
  OperatingSystem?: string;
  KernelVersion?: string;
  NCPU?: number;
  MemTotal?: number;
  DockerRootDir?: string;
  Driver?: string;
  CgroupVersion?: string;
  SecurityOptions?: string[] | null;
  Runtimes?: Record<string, unknown> | null;
  CDISpecDirs?: string[] | null;
  DiscoveredDevices?: { ID?: string }[] | null;
  Swarm?: { LocalNodeState?: string };
  Labels?: string[] | null;
}

export async function engineInfo(transport: Transport, signal?: AbortSignal): Promise<EngineInfo> {
  const [version, info] = await Promise.all([
    transport.call<Version>({ method: 'GET', path: '/version', signal, operation: 'engine.version' }),
    transport.call<Info>({ method: 'GET', path: '/info', signal, operation: 'engine.info' }),
  ]);
  return {
    name: info.Name ?? '',
    version: version.Version,
    apiVersion: version.ApiVersion,
    minApiVersion: version.MinAPIVersion ?? '',
    product: product(version, info),
    osType: info.OSType ?? '',
    architecture: goArchitecture(info.Architecture ?? ''),
    operatingSystem: info.OperatingSystem ?? '',
    kernelVersion: info.KernelVersion ?? '',
    cpus: info.NCPU ?? 1,
    memoryBytes: info.MemTotal ?? 0,
    rootDir: info.DockerRootDir ?? '',
    storageDriver: info.Driver ?? '',
    cgroupVersion: info.CgroupVersion ?? '',
    rootless: (info.SecurityOptions ?? []).some((o) => o.includes('rootless')),
    runtimes: Object.keys(info.Runtimes ?? {}),
    cdiSpecDirs: info.CDISpecDirs ?? [],
    discoveredDevices: (info.DiscoveredDevices ?? []).flatMap((d) => d.ID ?? []),
    swarm: info.Swarm?.LocalNodeState ?? '',
  };
}

/** Who is behind the socket: Podman names itself among the components, the others in the operating system's name. */
export function product(
  version: Pick<Version, 'Components' | 'Platform'>,
  info: Pick<Info, 'OperatingSystem' | 'Name'>,
): EngineInfo['product'] {
  if (isPodman(version)) return 'podman';
  const words = `${info.OperatingSystem ?? ''} ${info.Name ?? ''} ${version.Platform?.Name ?? ''}`.toLowerCase();
  if (words.includes('orbstack')) return 'orbstack';
  if (words.includes('colima')) return 'colima';
  if (words.includes('docker desktop')) return 'docker-desktop';
  return 'docker';
}

export function isPodman(version: Pick<Version, 'Components'>): boolean {
  return (version.Components ?? []).some((c) => /podman/i.test(c.Name ?? ''));
}

/** `uname -m` words → Go's, which images use. */
function goArchitecture(machine: string): string {
  const known: Record<string, string> = { x86_64: 'amd64', aarch64: 'arm64', armv7l: 'arm', i686: 'x86' };
  return known[machine] ?? machine;
}
