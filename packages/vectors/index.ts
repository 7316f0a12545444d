// The public door: the vector stores of the platform, all alike.
export { openChroma } from './chroma.ts';
export { openFaiss } from './faiss.ts';
export { openQdrant } from './qdrant.ts';
export {
  type Filter,
  type Hit,
  type Metric,
  type Payload,
  type Point,
  StoreRefusal,
  type VectorStore,
} from './store.ts';
