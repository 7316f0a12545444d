export type { Params } from '../template.ts';
export { type Code, catalogue, codes, isCode } from './catalogue/index.ts';
export { type Classifiable, classify, type DiagnosisContext } from './classify.ts';
export { type ContainerEvidence, diagnoseContainer } from './container.ts';
export { diagnose, exitCodeOf, type FailureOptions, failure, fromDiagnosis } from './diagnose.ts';
export { type Diagnosis, type ExitCode, type Location, type Severity, SutazaiError } from './error.ts';
export { fromUnknown } from './from-unknown.ts';
export { currentPlatform, type Platform } from './platform.ts';
export { redact } from './redact.ts';
