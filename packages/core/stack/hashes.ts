import type { StackModel } from './model.ts';
import { networkHash, serviceHash } from './payload/index.ts';

/** Config hash of every service and network of a model, by key. */
export function hashesOf(model: StackModel): { services: Map<string, string>; networks: Map<string, string> } {
  const { project } = model;
  return {
    services: new Map(Object.entries(project.services).map(([name, s]) => [name, serviceHash(s)])),
    networks: new Map(
      Object.entries(project.networks ?? {}).map(([key, n]) => [
        key,
        networkHash(n.name ?? `${project.name}_${key}`, n),
      ]),
    ),
  };
}
