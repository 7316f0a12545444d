export { Agents, type AgentsOptions, directAgent } from './agents.ts';
export { modelServerPlace, servedContext } from './reach.ts';
