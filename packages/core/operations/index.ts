export { type Operation, type OperationBatch, type OperationKind, Operations } from './operations.ts';
