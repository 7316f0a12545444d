export { bytesOrUndefined, parseBytes } from './bytes.ts';
export { durationOrUndefined, formatDuration, parseDuration } from './duration.ts';
export { ComposeError, type ComposeErrorCode, type ComposeProblem } from './errors.ts';
export { type LoadedProject, type LoadOptions, loadProject } from './load.ts';
export type * from './model.ts';
export { momentOrUndefined } from './moment.ts';
export { isRemote } from './paths.ts';
export { renderConfig } from './render.ts';
