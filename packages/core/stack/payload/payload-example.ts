import type { Project, Service } from '../../compose/index.ts';
import type { StackModel } from '../model.ts';
import { containerPayload, type Payload, type PayloadInput } from './payload.ts';

/** A small project for the tests of this folder and of drift; nothing else uses it. */
export function exampleModel(service: Service, project: Partial<Project> = {}): StackModel {
  return {
    project: {
      name: 'demo',
      services: { web: service, db: { image: 'db:1' } },
      networks: { default: { name: 'demo_default' }, back: { name: 'demo_back' }, front: { name: 'demo_front' } },
      volumes: { data: { name: 'demo_data' } },
      ...project,
    } as Project,
    disabled: {},
    external: {},
    workingDir: '/srv/demo',
    files: ['/srv/demo/compose.yaml'],
    envFiles: [],
    profiles: [],
    warnings: [],
    spareSecrets: {},
    variables: {},
  };
}

/** The payload of service `web`, container 1, on API 1.51. */
export function examplePayload(
  service: Partial<Service>,
  input: Partial<PayloadInput> = {},
  project: Partial<Project> = {},
): Payload {
  const full = { image: 'web:1', networks: { default: null }, ...service } as Service;
  return containerPayload({
    model: exampleModel(full, project),
    serviceName: 'web',
    service: full,
    number: 1,
    apiMinor: 51,
    isPodman: false,
    containerIds: (name) => `id-of-${name}`,
    configHash: 'h'.repeat(64),
    ...input,
  });
}
