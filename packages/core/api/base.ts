import { implement } from '@orpc/server';
import { contract } from '../contract/index.ts';
import type { Host } from '../host.ts';

/** What every procedure works on. */
export interface Context {
  host: Host;
}

/** From which each area's file makes its procedures; types and checks come from the contract. */
export const os = implement(contract).$context<Context>();

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without the keys whose value is undefined: the core's types know only present and absent. */
export function given<T extends object>(value: T): Given<T> {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as Given<T>;
}
