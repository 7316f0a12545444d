import type { Service } from '../compose/index.ts';
import { failure } from '../diagnose/index.ts';
import type { Engine } from '../engine/index.ts';
import { label } from './labels.ts';
import type { StackModel } from './model.ts';

/**
 * A project read back from the labels of its containers, for `-p NAME` without a compose file: enough to stop, start,
 * follow and remove it, not to change it.
 * @throws SutazaiError PROJECT_UNKNOWN if the engine has nothing of that name.
 */
export async function modelFromLabels(engine: Engine, project: string, signal?: AbortSignal): Promise<StackModel> {
  const filter = { label: [`${label.project}=${project}`] };
  const [containers, networks, volumes] = await Promise.all([
    engine.listContainers(filter, signal),
    engine.listNetworks(filter, signal),
    engine.listVolumes(filter, signal),
  ]);
  if (containers.length + networks.length + volumes.length === 0) throw failure('PROJECT_UNKNOWN', { project });
  const services: Record<string, Service> = {};
  await Promise.all(
    containers.map(async (c) => {
      const name = c.labels[label.service];
      if (!name || c.labels[label.oneoff] === 'True' || services[name]) return;
      const service: Service = { image: c.image, depends_on: dependencies(c.labels[label.dependsOn] ?? '') };
      services[name] = service;
      const detail = await engine.inspectContainer(c.id, signal);
      const raw = detail.raw as {
        HostConfig?: { RestartPolicy?: { Name?: string } };
        Config?: { Healthcheck?: { Test?: string[] } };
      };
      service.restart = raw.HostConfig?.RestartPolicy?.Name || 'no';
      const test = raw.Config?.Healthcheck?.Test;
      if (test && test[0] !== 'NONE') service.healthcheck = { test };
    }),
  );
  const workingDir = containers[0]?.labels[label.workingDir] ?? '';
  return {
    project: { name: project, services, networks: {}, volumes: {} },
    disabled: {},
    external: {},
    workingDir,
    files: (containers[0]?.labels[label.configFiles] ?? '').split(',').filter(Boolean),
    envFiles: [],
    profiles: [],
    warnings: [],
    spareSecrets: {},
    variables: {},
  };
}

/** `db:service_healthy:false,…` */
function dependencies(text: string): NonNullable<Service['depends_on']> {
  const result: NonNullable<Service['depends_on']> = {};
  for (const entry of text.split(',')) {
    const [service, condition, restart] = entry.split(':');
    if (!service) continue;
    result[service] = {
      condition: (condition ?? 'service_started') as 'service_started',
      required: true,
      ...(restart === 'true' ? { restart: true } : {}),
    };
  }
  return result;
}
