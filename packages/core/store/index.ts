export type { Adopted, AdoptedContainer } from './adopted.ts';
export type { Choices } from './choices.ts';
export { StoreError, type StoreErrorCode } from './error.ts';
export type { Externals } from './externals.ts';
export type { Layers } from './layers.ts';
export { openStore, type Store, type StoreOptions } from './open.ts';
export type { OperationRecord, Operations } from './operations.ts';
export { repairStore } from './repair.ts';
export type { Settings } from './settings.ts';
