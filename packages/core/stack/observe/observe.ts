import { setMaxListeners } from 'node:events';
import type { ContainerSummary, Engine, ImageDetail } from '../../engine/index.ts';
import { drift } from '../drift/index.ts';
import { label, own } from '../labels.ts';
import type { StackModel } from '../model.ts';
import { containerPayload, contentHash } from '../payload/index.ts';
import type { Reason } from '../plan/types.ts';
import type { Observed } from './observed.ts';
import { proxiesOf } from './proxies-of.ts';

/**
 * Reads what the engine holds of a project: three list calls and one look at each distinct image, all at once. Only
 * containers whose config hash is not the wanted one are inspected (facts 4.4, no. 5).
 */
export async function observe(
  engine: Engine,
  model: StackModel,
  hashes: ReadonlyMap<string, string>,
  signal?: AbortSignal,
): Promise<Observed> {
  // One look per image at once, each listening: that many is no leak.
  if (signal) setMaxListeners(0, signal);
  const { project } = model;
  const filter = { label: [`${label.project}=${project.name}`] };
  const refs = new Set(Object.entries(project.services).map(([name, s]) => s.image ?? `${project.name}-${name}`));
  const [all, networks, volumes, images] = await Promise.all([
    engine.listContainers(filter, signal),
    engine.listNetworks(filter, signal),
    engine.listVolumes(filter, signal),
    Promise.all([...refs].map(async (ref) => [ref, await engine.inspectImage(ref, signal)] as const)),
  ]);
  const containers = all.filter((c) => c.labels[label.configHash] !== undefined && c.labels[label.oneoff] !== 'True');
  const observed: Observed = {
    containers,
    networks: new Map(),
    volumes: new Map(),
    images: new Map(images),
    drift: new Map(),
    contents: new Map(),
  };
  await Promise.all([
    // Declared but unlabelled (made by hand, or external) ones are looked up by name (facts 1.6).
    ...Object.entries(project.networks ?? {}).map(async ([key, n]) => {
      const name = n.name ?? `${project.name}_${key}`;
      const listed = networks.find((x) => x.labels[label.network] === key && x.name === name);
      observed.networks.set(key, listed ?? (await engine.inspectNetwork(name)));
    }),
    ...Object.entries(project.volumes ?? {}).map(async ([key, v]) => {
      const name = v.name ?? `${project.name}_${key}`;
      observed.volumes.set(key, volumes.find((x) => x.name === name) ?? (await engine.inspectVolume(name)));
    }),
    ...Object.entries(project.services).map(async ([name, service]) => {
      observed.contents.set(name, await contentHash(model, service, model.variables));
    }),
    ...containers.map(async (c) => {
      const reasons = await driftOf(engine, model, c, hashes, observed.images, containers);
      if (reasons) observed.drift.set(c.id, reasons);
    }),
  ]);
  return observed;
}

async function driftOf(
  engine: Engine,
  model: StackModel,
  c: ContainerSummary,
  hashes: ReadonlyMap<string, string>,
  images: ReadonlyMap<string, ImageDetail | undefined>,
  containers: readonly ContainerSummary[],
): Promise<Reason[] | undefined> {
  const name = c.labels[label.service] ?? '';
  const service = model.project.services[name];
  if (!service) return undefined;
  if (c.labels[own.hashVersion] !== undefined && c.labels[label.configHash] === hashes.get(name)) return undefined;
  const image = images.get(service.image ?? `${model.project.name}-${name}`);
  const detail = await engine.inspectContainer(c.id);
  // Compared with the image it was made from, as that gave it its defaults; a newer image is a reason of its own.
  const madeFrom = image?.id === detail.imageId ? image : await engine.inspectImage(detail.imageId);
  if (!madeFrom) return [{ code: 'config-changed' }];
  const payload = containerPayload({
    model,
    serviceName: name,
    service,
    number: Number(c.labels[label.number] ?? 1),
    apiMinor: engine.apiMinor,
    isPodman: engine.isPodman,
    imageId: madeFrom.id,
    imageHasHealthcheck: madeFrom.config.hasHealthcheck,
    containerIds: (s) => containers.find((x) => x.labels[label.service] === s)?.id,
    configHash: hashes.get(name) ?? '',
    environment: model.variables,
    proxies: proxiesOf(detail),
  });
  return drift({
    detail,
    expected: payload.spec,
    furtherNetworks: payload.furtherNetworks,
    image: madeFrom,
    apiMinor: engine.apiMinor,
  });
}
