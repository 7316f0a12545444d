export type { Adopted, AdoptedContainer } from './adopted.ts';
export type { Choices } from './choices.ts';
export type { ConversationRow, Conversations, Hit } from './conversations.ts';
export type { DocumentRow, Documents } from './documents.ts';
export { StoreError, type StoreErrorCode } from './error.ts';
export type { Externals } from './externals.ts';
export {
  type History,
  type Mark,
  type MetricName,
  metrics,
  openHistory,
  type PointsQuery,
  type Sample,
  setHistoryAside,
} from './history.ts';
export type { Layers } from './layers.ts';
export type { MessageRow, MessageState, Messages } from './messages.ts';
export { openStore, type Store, type StoreOptions } from './open.ts';
export type { OperationRecord, Operations } from './operations.ts';
export { repairStore } from './repair.ts';
export type { Settings } from './settings.ts';
