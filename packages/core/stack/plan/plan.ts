import type { Service } from '../../compose/index.ts';
import type { ContainerSummary } from '../../engine/index.ts';
import { label } from '../labels.ts';
import type { StackModel } from '../model.ts';
import { planContainers } from './containers.ts';
import { stoppedBy, withHandovers } from './handovers.ts';
import { planImages } from './images.ts';
import { planNetworks, planVolumes } from './infrastructure.ts';
import type { PlanInput } from './input.ts';
import { isJob } from './job.ts';
import { dependenciesOf, startOrder, withDependencies } from './order.ts';
import type { Plan, ServicePlan } from './types.ts';

/** Desired state and observed state → what to do. No effects, no clock: the same input gives the same plan. */
export function plan(input: PlanInput): Plan {
  const { model, observed } = input;
  const all = model.project.services;
  const wanted = selected(input);
  const order = startOrder(all).filter((name) => wanted.has(name));
  const networks = planNetworks(model, observed, input.networkHashes, order);
  const volumes = planVolumes(model, observed, order);
  const images = planImages(input, order);
  const recreated = new Set<string>();
  const services: ServicePlan[] = [];
  for (const name of order) {
    const service = all[name];
    if (!service) continue;
    const entry = planService(name, service, input, networks, recreated);
    if (entry.containers.some((c) => c.action === 'recreate')) recreated.add(name);
    services.push(entry);
  }
  const orphans = findOrphans(model, observed.containers).map((c) => ({
    container: c.name,
    id: c.id,
    service: c.labels[label.service] ?? '',
    remove: input.removeOrphans === true,
  }));
  const warnings = model.warnings.map((message) => ({ code: 'COMPOSE_WARNING', message }));
  if (orphans.length > 0 && !input.removeOrphans) {
    warnings.push({
      code: 'ORPHANS',
      message: `${orphans.map((o) => o.container).join(', ')}: no longer in the files; \`--remove-orphans\` removes ${orphans.length === 1 ? 'it' : 'them'}`,
    });
  }
  return {
    project: model.project.name,
    networks,
    volumes,
    images,
    services: withHandovers(services, all, observed.containers, stoppedBy(services, orphans)),
    orphans,
    external: Object.entries(model.external).map(([service, e]) => ({ service, url: e.url })),
    warnings,
    upToDate:
      networks.every((n) => n.action === 'keep' || n.action === 'external') &&
      volumes.every((v) => v.action !== 'create') &&
      images.every((i) => i.action === 'keep') &&
      services.every((s) => s.containers.every((c) => c.action === 'keep' || c.action === 'done')) &&
      orphans.every((o) => !o.remove),
  };
}

function selected(input: PlanInput): Set<string> {
  const services = input.model.project.services;
  if (!input.services || input.services.length === 0) return new Set(Object.keys(services));
  if (input.noDeps) return new Set(input.services.filter((name) => services[name]));
  return withDependencies(services, input.services);
}

function planService(
  name: string,
  service: Service,
  input: PlanInput,
  networks: Plan['networks'],
  recreated: ReadonlySet<string>,
): ServicePlan {
  const managed = input.model.project.services;
  return {
    service: name,
    job: isJob(name, service, managed),
    image: service.image ?? `${input.model.project.name}-${name}`,
    waitsFor: dependenciesOf(service)
      .filter((d) => managed[d.service])
      .map(({ service: on, condition, required }) => ({ service: on, condition, required })),
    containers: planContainers(name, service, input, networks, recreated),
  };
}

/** Containers of services that neither the enabled nor the disabled nor the external set knows. */
export function findOrphans(model: StackModel, containers: readonly ContainerSummary[]): ContainerSummary[] {
  return containers.filter((c) => {
    const name = c.labels[label.service];
    return (
      name !== undefined && !(name in model.project.services) && !(name in model.disabled) && !(name in model.external)
    );
  });
}
