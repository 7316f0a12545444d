import type { Project, Service } from '../../compose/index.ts';
import type { ContainerSummary, Engine, EngineInfo, ImageDetail } from '../../engine/index.ts';
import type { StackModel } from '../model.ts';
import type { Plan } from '../plan/types.ts';
import type { CheckInput } from './input.ts';

/** A small project for the tests of this folder and its neighbours; nothing else uses it. */
export function exampleModel(services: Record<string, Partial<Service>>, project: Partial<Project> = {}): StackModel {
  return {
    project: { name: 'demo', services: services as Record<string, Service>, ...project } as Project,
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

/** A Linux engine of today on this machine, without a graphics card. */
const exampleInfo: EngineInfo = {
  name: 'box',
  version: '28.5.2',
  apiVersion: '1.51',
  minApiVersion: '1.24',
  product: 'docker',
  osType: 'linux',
  architecture: 'amd64',
  operatingSystem: 'Debian GNU/Linux 12 (bookworm)',
  kernelVersion: '6.1.0',
  cpus: 8,
  memoryBytes: 16e9,
  rootDir: '/',
  storageDriver: 'overlay2',
  cgroupVersion: '2',
  rootless: false,
  runtimes: ['io.containerd.runc.v2', 'runc'],
  cdiSpecDirs: ['/etc/cdi', '/var/run/cdi'],
  discoveredDevices: [],
  swarm: 'inactive',
};

export interface ExampleInput {
  services?: Record<string, Partial<Service>>;
  project?: Partial<Project>;
  info?: Partial<EngineInfo>;
  containers?: readonly ContainerSummary[];
  previous?: readonly ContainerSummary[];
  /** By reference; one that is not given is not on the engine. */
  images?: Record<string, Partial<ImageDetail>>;
  plan?: Plan;
  platform?: NodeJS.Platform;
  local?: boolean;
  apiMinor?: number;
  isPodman?: boolean;
}

/** What a check gets. The engine behind it answers nothing: a check that asks it belongs to the tests on a real one. */
export function exampleInput(given: ExampleInput = {}): CheckInput {
  return {
    model: exampleModel(given.services ?? {}, given.project),
    engine: { apiMinor: given.apiMinor ?? 51, isPodman: given.isPodman ?? false } as Engine,
    previous: given.previous ?? [],
    ...(given.plan ? { plan: given.plan } : {}),
    info: { ...exampleInfo, ...given.info },
    containers: given.containers ?? [],
    imageOf: (ref) => given.images?.[ref] as ImageDetail | undefined,
    local: given.local ?? true,
    platform: given.platform ?? 'linux',
    environment: {},
  };
}

/** A running container that publishes one port. */
export function exampleContainer(given: {
  name: string;
  project?: string;
  port: number;
  ip?: string;
  protocol?: string;
  state?: ContainerSummary['state'];
}): ContainerSummary {
  return {
    id: `id-of-${given.name}`,
    name: given.name,
    image: 'busybox:1',
    imageId: 'sha256:0',
    labels: given.project ? { 'com.docker.compose.project': given.project } : {},
    state: given.state ?? 'running',
    status: 'Up 2 minutes',
    health: 'none',
    networks: {},
    volumes: {},
    ports: [{ ip: given.ip ?? '0.0.0.0', privatePort: 80, publicPort: given.port, protocol: given.protocol ?? 'tcp' }],
    createdAt: 0,
  };
}
