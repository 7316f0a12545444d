export { addressOf, applyExternals, externalVariables, reachable } from './externals.ts';
