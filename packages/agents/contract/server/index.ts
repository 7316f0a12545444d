// The public door for agents that are written in TypeScript: the contract's routes over the agent's own work.
export { type AgentService, type AgentServiceOptions, createAgentService } from './agent-service.ts';
export { whole } from './routes.ts';
export type { Run, Telling } from './run.ts';
export { Runs, type Work } from './runs.ts';
