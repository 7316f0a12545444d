import type { Service } from '../../compose/index.ts';
import type { ContainerSummary, Engine } from '../../engine/index.ts';
import { label } from '../labels.ts';
import type { StackModel } from '../model.ts';
import { isJob } from '../plan/job.ts';
import { startOrder } from '../plan/order.ts';
import { containersOf, tierOf, titleOf } from '../select.ts';
import type { ServiceStatus, StackStatus } from '../stack.ts';

/** What the engine says of the project now: one list call. */
export async function status(engine: Engine, model: StackModel, signal?: AbortSignal): Promise<StackStatus> {
  const all = await engine.listContainers({ label: [`${label.project}=${model.project.name}`] }, signal);
  const managed = startOrder(model.project.services).map((name) => serviceStatus(model, name, all));
  const external = Object.entries(model.external).map(
    ([service, { url }]): ServiceStatus => ({ service, state: 'external', containers: [], ports: [], url }),
  );
  return {
    project: model.project.name,
    engine: { reachable: true, url: engine.endpoint.url },
    services: [...managed, ...external],
    at: Date.now(),
  };
}

function serviceStatus(model: StackModel, name: string, all: readonly ContainerSummary[]): ServiceStatus {
  const containers = containersOf(all, new Set([name]));
  const service = model.project.services[name];
  const job = service !== undefined && isJob(name, service, model.project.services);
  const tier = tierOf(model, name);
  const title = titleOf(model, name);
  const ports = containers.flatMap((c) =>
    c.ports.flatMap((p) =>
      p.publicPort === undefined
        ? []
        : [{ ip: p.ip ?? '', published: p.publicPort, target: p.privatePort, protocol: p.protocol }],
    ),
  );
  const url = urlOf(ports, model.project.services[name]);
  return {
    service: name,
    ...(tier === undefined ? {} : { tier }),
    ...(title === undefined ? {} : { title }),
    state: worst(containers.map((c) => stateOf(c, job))),
    containers: containers.map((c) => ({
      id: c.id,
      name: c.name,
      number: Number(c.labels[label.number] ?? 1),
      state: c.state,
      health: c.health,
      ...(c.exitCode === undefined ? {} : { exitCode: c.exitCode }),
      status: c.status,
      image: c.image,
    })),
    ports,
    ...(url ? { url } : {}),
  };
}

/** The page that the file names (`x-sutazai: {web: {port, path}}`); where the file describes no pages at all, the first port. */
function urlOf(ports: ServiceStatus['ports'], service: Service | undefined): string | undefined {
  const block = service?.['x-sutazai'] as { web?: { port?: number; path?: string } } | undefined;
  const tcp = ports.filter((p) => p.protocol === 'tcp');
  const port = block ? tcp.find((p) => p.target === block.web?.port) : tcp[0];
  return port && `http://${hostOf(port.ip)}:${port.published}${block?.web?.path?.replace(/^\/$/, '') ?? ''}`;
}

function hostOf(ip: string): string {
  if (ip === '' || ip === '0.0.0.0' || ip === '::') return '127.0.0.1';
  return ip.includes(':') ? `[${ip}]` : ip;
}

/** One container in the product's words. An exit with 0 is a finished job or a clean stop; anything else is a failure. */
function stateOf(c: ContainerSummary, job: boolean): ServiceStatus['state'] {
  switch (c.state) {
    case 'running':
      if (c.health === 'healthy') return 'healthy';
      if (c.health === 'unhealthy') return 'unhealthy';
      return c.health === 'starting' ? 'starting' : 'running';
    case 'exited':
      if (c.exitCode === 0) return job ? 'finished' : 'stopped';
      // 137 and 143 are what a stop by signal leaves behind.
      return c.exitCode === 143 || c.exitCode === 137 ? 'stopped' : 'failed';
    case 'created':
      return 'created';
    case 'restarting':
      return 'restarting';
    case 'paused':
      return 'paused';
    case 'removing':
      return 'stopped';
    case 'dead':
      return 'failed';
  }
}

/** Replicas are told as the one that needs attention most. */
const severity: ServiceStatus['state'][] = [
  'failed',
  'unhealthy',
  'restarting',
  'starting',
  'created',
  'paused',
  'stopped',
  'running',
  'healthy',
  'finished',
  'external',
];
function worst(states: ServiceStatus['state'][]): ServiceStatus['state'] {
  return severity.find((s) => states.includes(s)) ?? 'absent';
}
