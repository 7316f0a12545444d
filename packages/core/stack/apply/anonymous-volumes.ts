import type { Engine } from '../../engine/index.ts';

/** Volumes without a name of their own: data that only the old container points at, and that a recreate carries over. */
export async function anonymousVolumes(engine: Engine, id: string): Promise<{ name: string; target: string }[]> {
  const detail = await engine.inspectContainer(id);
  const mounts = (detail.raw.Mounts ?? []) as { Type?: string; Name?: string; Destination?: string }[];
  return mounts.flatMap((m) =>
    m.Type === 'volume' && m.Name && m.Destination && /^[0-9a-f]{64}$/.test(m.Name)
      ? [{ name: m.Name, target: m.Destination }]
      : [],
  );
}
