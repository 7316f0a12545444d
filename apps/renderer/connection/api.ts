import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '@sutazai/core/contract';

/** Everything the host can be asked, as functions. Streams are async iterables that end when their signal is aborted. */
export type Api = ContractRouterClient<Contract>;
