// The public door of the agents' contract.
export { type AgentCard, agentCards, agentIds } from './agents.ts';
export { AgentClient, type AgentClientOptions } from './client.ts';
export { AgentDirectory, type AgentEntry, type DirectoryOptions, parseAgentUrls } from './directory.ts';
export { isLast, type RunEvent, runEvent } from './events.ts';
export {
  type Capabilities,
  capabilities,
  type ProcessAnswer,
  type ProcessRequest,
  processAnswer,
  processRequest,
  promptLimit,
} from './process.ts';
