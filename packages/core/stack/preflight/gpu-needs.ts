import type { Service } from '../../compose/index.ts';

type GpuKind = 'nvidia' | 'amd' | 'intel' | 'any';

/** How a service asks for a graphics card, which decides what the machine and the engine must have. */
export interface GpuNeed {
  kind: GpuKind;
  /** A runtime of the engine, a CDI device, a plain device file, or a request that the engine chooses the way for. */
  way: 'runtime' | 'cdi' | 'file' | 'request';
  /** The CDI name or device file. */
  source?: string;
}

const cdiName = /^(nvidia|amd|intel)\.com\/gpu/;
const deviceFile = /^\/dev\/(nvidia|kfd|dri)/;
const fileKinds: Record<string, GpuKind> = { nvidia: 'nvidia', kfd: 'amd', dri: 'intel' };

/** What kind of graphics card a service asks for, in any of the ways there are; undefined if none. */
export function gpuNeed(service: Service): GpuNeed | undefined {
  if (service.runtime === 'nvidia') return { kind: 'nvidia', way: 'runtime' };
  const sources = (service.devices ?? []).map((d) => d.source);
  for (const source of sources) {
    const maker = cdiName.exec(source)?.[1];
    if (maker) return { kind: maker as GpuKind, way: 'cdi', source };
  }
  // AMD's cards need both /dev/kfd and /dev/dri; the latter alone is Intel's (or a card used for video only).
  const files = sources.filter((s) => deviceFile.test(s)).sort((a, b) => rank(a) - rank(b));
  const [file] = files;
  if (file) return { kind: fileKinds[deviceFile.exec(file)?.[1] ?? ''] ?? 'any', way: 'file', source: file };
  const reserved = (service.deploy?.resources?.reservations?.devices ?? []).filter((r) =>
    r.capabilities?.includes('gpu'),
  );
  const [request] = [...(service.gpus ?? []), ...reserved];
  if (!request) return undefined;
  const named = request.device_ids?.find((id) => cdiName.test(id));
  if (named) return { kind: cdiName.exec(named)?.[1] as GpuKind, way: 'cdi', source: named };
  const { driver = '' } = request;
  return { kind: driver === 'nvidia' ? 'nvidia' : driver.includes('amd') ? 'amd' : 'any', way: 'request' };
}

function rank(file: string): number {
  return file.startsWith('/dev/dri') ? 1 : 0;
}
