export { type AgentCard, agentCards, agentIds } from './agents.ts';
export {
  documentLimit,
  type IndexAnswer,
  type IndexRequest,
  indexAnswer,
  indexRequest,
  type Passage,
  passage,
} from './documents.ts';
export { type Citation, citation, isLast, type RunEvent, runEvent } from './events.ts';
export {
  type Capabilities,
  capabilities,
  type ProcessAnswer,
  type ProcessRequest,
  processAnswer,
  processRequest,
  promptLimit,
} from './process.ts';
