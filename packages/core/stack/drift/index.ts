/** What a container is, compared with what its files ask for. */
export { type DriftInput, drift } from './drift.ts';
export { explainChange } from './explain.ts';
