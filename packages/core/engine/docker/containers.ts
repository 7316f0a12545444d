import type { ContainerDetail, ContainerState, ContainerSummary, HealthState, LabelFilter } from '../engine.ts';
import type { ContainerSpec } from '../specs.ts';
import type { Transport } from './transport.ts';

/** A row of `GET /containers/json`, as far as we read it. */
interface Row {
  Id: string;
  Names: string[];
  Image: string;
  ImageID: string;
  Labels: Record<string, string> | null;
  State: string;
  Status: string;
  Created: number;
  Health?: { Status?: string };
  NetworkSettings?: { Networks?: Record<string, { NetworkID?: string } | null> | null };
  Mounts?: { Type?: string; Name?: string; Destination?: string }[] | null;
  Ports?: { IP?: string; PrivatePort: number; PublicPort?: number; Type: string }[] | null;
}

export async function listContainers(
  transport: Transport,
  filter: LabelFilter,
  signal?: AbortSignal,
): Promise<ContainerSummary[]> {
  const rows = await transport.call<Row[]>({
    method: 'GET',
    path: '/containers/json',
    query: { all: 1, filters: filters(filter) },
    signal,
    operation: 'container.list',
  });
  return rows.map(summary);
}

/** The engine's filter parameter: JSON, a list of values per key. */
export function filters(filter: LabelFilter, more: Record<string, readonly string[]> = {}): string {
  return JSON.stringify({ ...(filter.label ? { label: filter.label } : {}), ...more });
}

export function summary(row: Row): ContainerSummary {
  const exited = /^Exited \((\d+)\)/.exec(row.Status);
  return {
    id: row.Id,
    name: (row.Names[0] ?? '').replace(/^\//, ''),
    image: row.Image,
    imageId: row.ImageID,
    labels: row.Labels ?? {},
    state: state(row.State),
    status: row.Status,
    health: row.Health?.Status === undefined ? healthFromStatus(row.Status) : health(row.Health.Status),
    ...(exited ? { exitCode: Number(exited[1]) } : {}),
    // Podman 4 writes the network's name where its id belongs: that tells nothing about which network it is.
    networks: Object.fromEntries(
      Object.entries(row.NetworkSettings?.Networks ?? {}).map(([name, n]) => [
        name,
        n?.NetworkID && n.NetworkID !== name ? n.NetworkID : '',
      ]),
    ),
    volumes: Object.fromEntries(
      (row.Mounts ?? []).flatMap((m) =>
        m.Type === 'volume' && m.Name && m.Destination ? [[m.Destination, m.Name]] : [],
      ),
    ),
    ports: (row.Ports ?? []).map((p) => ({
      ...(p.IP === undefined ? {} : { ip: p.IP }),
      privatePort: p.PrivatePort,
      ...(p.PublicPort === undefined ? {} : { publicPort: p.PublicPort }),
      protocol: p.Type,
    })),
    createdAt: row.Created,
  };
}

/** Before API 1.52 the list tells health only in words: `Up 3 minutes (healthy)`, `Up 2 seconds (health: starting)`. */
function healthFromStatus(status: string): HealthState {
  const word = /\((?:health: )?(healthy|unhealthy|starting)\)$/.exec(status)?.[1];
  return word === undefined ? 'none' : health(word);
}

export function health(word: string | undefined): HealthState {
  return word === 'healthy' || word === 'unhealthy' || word === 'starting' ? word : 'none';
}

const states: readonly ContainerState[] = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'];

/** Podman has words of its own: `initialized`, `configured` (created), `stopped` (exited), `stopping`. */
function state(word: string): ContainerState {
  const known = states.find((s) => s === word);
  if (known) return known;
  if (word === 'stopped' || word === 'stopping') return 'exited';
  return 'created';
}

interface Inspect {
  Id: string;
  Name: string;
  Image: string;
  RestartCount?: number;
  State: {
    Status: string;
    ExitCode: number;
    OOMKilled: boolean;
    Error?: string;
    StartedAt: string;
    FinishedAt: string;
    Health?: { Status?: string; Log?: { ExitCode: number; Output: string; Start: string; End: string }[] | null };
  };
}

export async function inspectContainer(
  transport: Transport,
  id: string,
  signal?: AbortSignal,
): Promise<ContainerDetail> {
  const raw = await transport.call<Inspect & Record<string, unknown>>({
    method: 'GET',
    path: `/containers/${encodeURIComponent(id)}/json`,
    signal,
    operation: 'container.inspect',
    subject: id,
  });
  const s = raw.State;
  return {
    id: raw.Id,
    name: raw.Name.replace(/^\//, ''),
    imageId: raw.Image,
    state: {
      status: state(s.Status),
      exitCode: s.ExitCode,
      oomKilled: s.OOMKilled,
      error: s.Error ?? '',
      startedAt: s.StartedAt,
      finishedAt: s.FinishedAt,
      health: health(s.Health?.Status),
      healthLog: (s.Health?.Log ?? []).map((l) => ({
        exitCode: l.ExitCode,
        output: l.Output,
        start: l.Start,
        end: l.End,
      })),
    },
    restartCount: raw.RestartCount ?? 0,
    raw,
  };
}

export async function createContainer(
  transport: Transport,
  name: string,
  spec: ContainerSpec,
  options: { platform?: string; signal?: AbortSignal },
): Promise<string> {
  const answer = await transport.call<{ Id: string }>({
    method: 'POST',
    path: '/containers/create',
    query: { name, platform: options.platform },
    body: spec,
    signal: options.signal,
    operation: 'container.create',
    subject: name,
  });
  return answer.Id;
}

/** 304 (already so) is success; for calls that end a container, so is 404 (gone) and 409 (going). */
export async function act(
  transport: Transport,
  id: string,
  action: 'start' | 'stop' | 'restart' | 'kill' | 'rename',
  query: Record<string, string | number | undefined> = {},
  signal?: AbortSignal,
): Promise<void> {
  await transport.call({
    method: 'POST',
    path: `/containers/${encodeURIComponent(id)}/${action}`,
    query,
    accept: action === 'stop' ? [304, 404] : [304],
    signal,
    operation: `container.${action}`,
    subject: id,
  });
}

export async function removeContainer(
  transport: Transport,
  id: string,
  options: { force?: boolean; volumes?: boolean; signal?: AbortSignal },
): Promise<void> {
  await transport.call({
    method: 'DELETE',
    path: `/containers/${encodeURIComponent(id)}`,
    query: { force: options.force ? 1 : undefined, v: options.volumes ? 1 : undefined },
    accept: [404, 409],
    signal: options.signal,
    operation: 'container.remove',
    subject: id,
  });
}

export async function putArchive(transport: Transport, id: string, path: string, tar: Uint8Array): Promise<void> {
  await transport.call({
    method: 'PUT',
    path: `/containers/${encodeURIComponent(id)}/archive`,
    query: { path },
    file: Buffer.from(tar),
    operation: 'container.upload',
    subject: id,
  });
}

export async function getArchive(
  transport: Transport,
  id: string,
  path: string,
  signal?: AbortSignal,
): Promise<Uint8Array | undefined> {
  const answer = await transport.stream({
    method: 'GET',
    path: `/containers/${encodeURIComponent(id)}/archive`,
    query: { path },
    accept: [404],
    signal,
    operation: 'container.download',
    subject: id,
  });
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return answer.statusCode === 404 ? undefined : Buffer.concat(parts);
}
