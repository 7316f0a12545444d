import { EngineError, type LabelFilter, type NetworkSummary } from '../engine.ts';
import type { EndpointSpec, NetworkSpec } from '../specs.ts';
import { filters } from './containers.ts';
import type { Transport } from './transport.ts';

interface Row {
  Id: string;
  Name: string;
  Driver: string;
  Labels: Record<string, string> | null;
  Containers?: Record<string, unknown> | null;
  IPAM?: { Config?: { Subnet?: string }[] | null };
}

function summary(row: Row): NetworkSummary {
  return {
    id: row.Id,
    name: row.Name,
    driver: row.Driver,
    labels: row.Labels ?? {},
    containers: Object.keys(row.Containers ?? {}),
    subnets: (row.IPAM?.Config ?? []).flatMap((c) => c.Subnet ?? []),
  };
}

export async function listNetworks(
  transport: Transport,
  filter: LabelFilter,
  signal?: AbortSignal,
): Promise<NetworkSummary[]> {
  const query = { filters: filters(filter) };
  const rows = await transport.call<Row[]>({
    method: 'GET',
    path: '/networks',
    query,
    signal,
    operation: 'network.list',
  });
  return rows.map(summary);
}

/** By exact name or id. The engine also takes a prefix of the id, which a name could happen to be. */
export async function inspectNetwork(transport: Transport, nameOrId: string): Promise<NetworkSummary | undefined> {
  try {
    const row = await transport.call<Row>({
      method: 'GET',
      path: `/networks/${encodeURIComponent(nameOrId)}`,
      operation: 'network.inspect',
      subject: nameOrId,
    });
    return row.Name === nameOrId || row.Id === nameOrId ? summary(row) : undefined;
  } catch (error) {
    if (error instanceof EngineError && error.detail.status === 404) return undefined;
    throw error;
  }
}

/** CheckDuplicate: engines before API 1.44 would make a second network of the same name. */
export async function createNetwork(transport: Transport, spec: NetworkSpec, signal?: AbortSignal): Promise<string> {
  const answer = await transport.call<{ Id: string }>({
    method: 'POST',
    path: '/networks/create',
    body: { CheckDuplicate: true, ...spec },
    signal,
    operation: 'network.create',
    subject: spec.Name,
  });
  return answer.Id;
}

export async function removeNetwork(transport: Transport, id: string): Promise<void> {
  const path = `/networks/${encodeURIComponent(id)}`;
  await transport.call({ method: 'DELETE', path, accept: [404], operation: 'network.remove', subject: id });
}

export async function connectNetwork(
  transport: Transport,
  network: string,
  container: string,
  endpoint: EndpointSpec,
): Promise<void> {
  await transport.call({
    method: 'POST',
    path: `/networks/${encodeURIComponent(network)}/connect`,
    body: { Container: container, EndpointConfig: endpoint },
    operation: 'network.connect',
    subject: network,
  });
}

export async function disconnectNetwork(
  transport: Transport,
  network: string,
  container: string,
  force: boolean,
): Promise<void> {
  await transport.call({
    method: 'POST',
    path: `/networks/${encodeURIComponent(network)}/disconnect`,
    body: { Container: container, Force: force },
    accept: [404],
    operation: 'network.disconnect',
    subject: network,
  });
}
