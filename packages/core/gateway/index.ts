export { type ApplyOptions, applyGateway, gatewayDrift } from './apply.ts';
export { parseDeclared } from './declared.ts';
export type { GatewayChange } from './diff.ts';
export type { Entity, GatewayState } from './entities.ts';
