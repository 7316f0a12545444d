import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { Contract } from '../contract/index.ts';
import type { Context } from './base.ts';
import { typedErrors } from './errors.ts';
import { router } from './router.ts';

/** The same typed API without a transport, for what lives in the host's own process: the window's tray, menu and notices. */
export type LocalClient = ContractRouterClient<Contract>;

export function localClient(context: Context): LocalClient {
  return createRouterClient(router, { context, interceptors: [typedErrors] });
}
