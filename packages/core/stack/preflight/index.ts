export { portOwner } from './port-owner.ts';
export { type PreflightInput, preflight } from './preflight.ts';
export type { GpuVerdict, PortFix, PreflightFinding, PreflightReport } from './types.ts';
