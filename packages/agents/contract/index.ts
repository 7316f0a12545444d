// The public door of the agents' contract, for services.

export { agentUrls } from './agent-urls.ts';
export { AgentClient } from './client.ts';
export { AgentDirectory, type AgentEntry, type DirectoryOptions } from './directory.ts';
export * from './protocol/schemas.ts';
