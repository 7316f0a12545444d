export type { PullEvent, ServiceEvent, ServicePhase, StackEvent, StackEventBody, StepKind, Summary } from './events.ts';
export type { ExtensionContext, StackExtension } from './extension.ts';
export { addressOf as checkExternalAddress } from './external/index.ts';
export type { Selection, StackModel } from './model.ts';
export { loadModel, openStack } from './open.ts';
export { applyPortFix, overridePath } from './overrides/index.ts';
export type { ContainerAction, ImageAction, Plan, Reason, ServicePlan } from './plan/types.ts';
export type { GpuVerdict, PortFix, PreflightFinding, PreflightReport } from './preflight/types.ts';
export type * from './stack.ts';
