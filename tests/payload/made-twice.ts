import type { ContainerDetail } from '../../packages/core/engine/index.ts';
import type { StackModel } from '../../packages/core/stack/model.ts';
import { containerPayload, type Payload } from '../../packages/core/stack/payload/index.ts';
import { dockerCli, type Engine } from '../lab/lab.ts';
import { type Case, cases } from './cases.ts';
import { type ComposeProject, compose, environment, resolve, writeProject } from './compose-project.ts';
import { apiMinor, image, inspect } from './raw-engine.ts';
import { makeRichImage } from './rich-image.ts';

/** All cases that an engine can do, made by docker compose; the payloads that we would send instead. */
export interface MadeByCompose {
  on: Engine;
  minor: number;
  project: string;
  model: StackModel;
  files: ComposeProject;
  cases: Record<string, Case>;
  /** Container names by service. */
  containers: Map<string, string>;
  payload(service: string, change?: (model: StackModel) => StackModel): Payload;
  detail(service: string): Promise<ContainerDetail>;
  image(service: string): ReturnType<typeof image>;
  remove(): Promise<void>;
}

export async function makeByCompose(on: Engine, project: string): Promise<MadeByCompose> {
  const minor = await apiMinor(on);
  await makeRichImage(on);
  const usable = Object.fromEntries(Object.entries(cases).filter(([, c]) => (c.minApi ?? 0) <= minor));
  const files = await writeProject(usable);
  await compose(on, files, project, ['down', '-v', '-t', '0', '--remove-orphans']);
  await compose(on, files, project, ['create', '--quiet-pull']);
  const model = await resolve(on, files, project);
  const containers = new Map(
    Object.entries(model.project.services).map(([name, s]) => [name, s.container_name ?? `${project}-${name}-1`]),
  );
  const details = await Promise.all([...containers].map(async ([s, c]) => [s, await inspect(on, minor, c)] as const));
  const ids = new Map(details.map(([service, d]) => [service, d.id]));
  const images = new Map<string, ReturnType<typeof image>>();
  for (const s of Object.values(model.project.services)) {
    const ref = s.image ?? '';
    if (!images.has(ref)) images.set(ref, image(on, minor, ref));
  }
  const loaded = new Map(await Promise.all([...images].map(async ([ref, i]) => [ref, await i] as const)));
  const imageOfService = (service: string) => {
    const found = loaded.get(model.project.services[service]?.image ?? '');
    if (!found) throw new Error(`no image for ${service}`);
    return found;
  };
  return {
    on,
    minor,
    project,
    model,
    files,
    cases: usable,
    containers,
    payload: (serviceName, change) => {
      const changed = change ? change(model) : model;
      const service = changed.project.services[serviceName];
      if (!service) throw new Error(`no service ${serviceName}`);
      return containerPayload({
        model: changed,
        serviceName,
        service,
        number: 1,
        apiMinor: minor,
        isPodman: false,
        imageId: imageOfService(serviceName).id,
        containerIds: (name) => ids.get(name),
        environment,
      });
    },
    detail: (service) => inspect(on, minor, containers.get(service) ?? ''),
    image: async (service) => structuredClone(imageOfService(service)),
    remove: async () => {
      await compose(on, files, project, ['down', '-v', '-t', '0', '--remove-orphans']);
      await dockerCli(on, ['volume', 'rm', '-f', 'sutazai-t-payload-shared']);
      await files.remove();
    },
  };
}
