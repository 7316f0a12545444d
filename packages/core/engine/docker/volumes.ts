import { EngineError, type LabelFilter, type VolumeSummary } from '../engine.ts';
import type { VolumeSpec } from '../specs.ts';
import { filters } from './containers.ts';
import type { Transport } from './transport.ts';

interface Row {
  Name: string;
  Driver: string;
  Mountpoint: string;
  Labels: Record<string, string> | null;
}

const summary = (row: Row): VolumeSummary => ({
  name: row.Name,
  driver: row.Driver,
  labels: row.Labels ?? {},
  mountpoint: row.Mountpoint,
});

export async function listVolumes(
  transport: Transport,
  filter: LabelFilter,
  signal?: AbortSignal,
): Promise<VolumeSummary[]> {
  const query = { filters: filters(filter) };
  const answer = await transport.call<{ Volumes: Row[] | null }>({
    method: 'GET',
    path: '/volumes',
    query,
    signal,
    operation: 'volume.list',
  });
  return (answer.Volumes ?? []).map(summary);
}

export async function inspectVolume(transport: Transport, name: string): Promise<VolumeSummary | undefined> {
  const path = `/volumes/${encodeURIComponent(name)}`;
  try {
    return summary(await transport.call<Row>({ method: 'GET', path, operation: 'volume.inspect', subject: name }));
  } catch (error) {
    if (error instanceof EngineError && error.detail.status === 404) return undefined;
    throw error;
  }
}

export async function createVolume(transport: Transport, spec: VolumeSpec, signal?: AbortSignal): Promise<void> {
  const path = '/volumes/create';
  await transport.call({ method: 'POST', path, body: spec, signal, operation: 'volume.create', subject: spec.Name });
}

export async function removeVolume(transport: Transport, name: string, force: boolean): Promise<void> {
  await transport.call({
    method: 'DELETE',
    path: `/volumes/${encodeURIComponent(name)}`,
    query: { force: force ? 1 : undefined },
    accept: [404],
    operation: 'volume.remove',
    subject: name,
  });
}
