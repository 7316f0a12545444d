import { statfs } from 'node:fs/promises';
import { diagnose } from '../../diagnose/index.ts';
import { type CheckInput, imageName } from './input.ts';
import type { PreflightFinding, PreflightReport } from './types.ts';

/** Bytes an image of unknown size is taken for: the median of the images in the mission's stack, unpacked. */
const assumedImageSize = 500e6;
/** Below this a start is refused: an engine without space corrupts what runs. */
const reserve = 500e6;

/** Free space where the engine keeps its images, against the images that have to come. Only for an engine of this machine. */
export async function checkDisk(
  input: CheckInput,
): Promise<{ findings: PreflightFinding[]; facts: PreflightReport['facts']['disk'] }> {
  const { model } = input;
  const sizes = new Map<string, number>();
  for (const [name, service] of Object.entries(model.project.services)) {
    const image = imageName(model, name);
    if (input.imageOf(image) || service.pull_policy === 'never') continue;
    const block = service['x-sutazai'] as { size?: unknown } | undefined;
    const stated = typeof block?.size === 'number' ? block.size : undefined;
    // Several services may share an image; what one of them states counts for all.
    if (stated !== undefined || !sizes.has(image)) sizes.set(image, stated ?? assumedImageSize);
  }
  const missingImages = [...sizes.keys()];
  // The folder of an engine in a machine of its own may exist here too, and belong to another engine.
  const here = input.local && ['docker', 'podman'].includes(input.info.product);
  const free = here ? await freeBytes(input.info.rootDir) : undefined;
  if (free === undefined) return { findings: [], facts: { missingImages } };
  const needed = [...sizes.values()].reduce((a, b) => a + b, 0);
  const params = { needed: gigabytes(needed), free: gigabytes(free), path: input.info.rootDir };
  const facts = { missingImages, freeBytes: free };
  if (missingImages.length > 0 && free < reserve) {
    return { findings: [{ check: 'disk', level: 'error', diagnosis: diagnose('DISK_LOW', params) }], facts };
  }
  if (needed > free - reserve) {
    return { findings: [{ check: 'disk', level: 'warning', diagnosis: diagnose('DISK_LOW', params) }], facts };
  }
  return { findings: [], facts };
}

async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const stats = await statfs(folder);
    return stats.bavail * stats.bsize;
  } catch {
    // Kept from us, or not there.
    return undefined;
  }
}

export function gigabytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
