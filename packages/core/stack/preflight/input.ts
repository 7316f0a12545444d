import type { ContainerSummary, Engine, EngineInfo, ImageDetail } from '../../engine/index.ts';
import type { StackModel } from '../model.ts';
import type { Plan } from '../plan/types.ts';

export interface PreflightInput {
  model: StackModel;
  engine: Engine;
  /** Containers of this project that exist: their ports are no conflict, where the plan stops them in time. */
  previous?: readonly ContainerSummary[];
  /** What is about to be done. Without it every container of the project is taken for one that gives way. */
  plan?: Plan;
  /** Images already looked up, by reference. */
  images?: ReadonlyMap<string, ImageDetail | undefined>;
  platform: NodeJS.Platform;
  environment: Readonly<Record<string, string | undefined>>;
  /** Also start a container with the GPU: takes a second or two, so only when asked. */
  proveGpu?: boolean;
  signal?: AbortSignal;
}

/** What every check gets: the question, and what was asked of the engine once for all of them. */
export interface CheckInput extends PreflightInput {
  info: EngineInfo;
  /** All containers of the engine. */
  containers: readonly ContainerSummary[];
  imageOf: (ref: string) => ImageDetail | undefined;
  /** The engine's files and ports are this machine's. */
  local: boolean;
}

export function imageName(model: StackModel, service: string): string {
  return model.project.services[service]?.image ?? `${model.project.name}-${service}`;
}
