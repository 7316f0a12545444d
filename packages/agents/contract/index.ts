// The public door of the agents' contract, for services.
export { AgentClient } from './client.ts';
export { AgentDirectory, type AgentEntry, type DirectoryOptions, parseAgentUrls } from './directory.ts';
export * from './protocol/schemas.ts';
