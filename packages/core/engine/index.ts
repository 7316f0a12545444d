export { type ConnectOptions, connectDocker } from './docker/connect.ts';
export * from './engine.ts';
export type * from './specs.ts';
