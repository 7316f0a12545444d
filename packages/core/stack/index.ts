export { type CatalogueEntry, catalogue } from './catalogue/index.ts';
export type { PullEvent, ServiceEvent, ServicePhase, StackEvent, StackEventBody, StepKind, Summary } from './events.ts';
export type { ExtensionContext, StackExtension } from './extension.ts';
export { addressOf as checkExternalAddress } from './external/index.ts';
export type { Selection, StackModel } from './model.ts';
export { loadModel, type ModelStore, modelsFolderOfServer, openStack } from './open.ts';
export {
  applyPortFix,
  overridePath,
  type PortChoice,
  portChoices,
  resetPortChoice,
  setPortChoice,
} from './overrides/index.ts';
export type { ContainerAction, ImageAction, Plan, Reason, ServicePlan } from './plan/types.ts';
export { portOwner } from './preflight/index.ts';
export type { GpuVerdict, PortFix, PreflightFinding, PreflightReport } from './preflight/types.ts';
export { profileGroups } from './profiles.ts';
export { redactions } from './secrets/index.ts';
export type * from './stack.ts';
export { rates } from './status/stats.ts';
