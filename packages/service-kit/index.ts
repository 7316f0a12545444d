// The public door of the service kit.
export { ConfigError, readConfig, setting } from './config.ts';
export { type ConsulOptions, ConsulRegistration, type Registration } from './consul.ts';
export {
  ConnectionFailure,
  Dependencies,
  type Dependency,
  type DependencyState,
  isConnectionFailure,
} from './dependencies.ts';
export { type Fault, notFound, Problem, type ProblemBody } from './problem.ts';
export { carryRequestId, currentRequest } from './request-id.ts';
export { runService } from './run.ts';
export { type App, createService, type Service, type ServiceOptions } from './service.ts';
export { type ServerEvent, sendEvents } from './sse.ts';
