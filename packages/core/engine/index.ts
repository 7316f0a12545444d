export {
  chooseEngine,
  discoverEngines,
  type EngineCandidate,
  type EngineChoice,
  findEngine,
} from './discovery/discover.ts';
export type { DiscoveryOptions } from './discovery/sources.ts';
export { type ConnectOptions, connectDocker } from './docker/connect.ts';
export * from './engine.ts';
export type * from './specs.ts';
