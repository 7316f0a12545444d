import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '@sutazai/core/contract';
import type { MessagePortMain } from 'electron';

/** The same typed API that the pages have, called within the process. */
export type HostClient = ContractRouterClient<Contract>;

/** The core's host as the shell sees it. */
export interface Platform {
  client: HostClient;
  servePort(port: MessagePortMain): void;
  close(): Promise<void>;
}
