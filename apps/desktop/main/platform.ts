import type { LocalClient } from '@sutazai/core/api';
import type { MessagePortMain } from 'electron';

/** The core's host as the shell sees it. */
export interface Platform {
  /** The same typed API that the pages have, called within the process. */
  client: LocalClient;
  /** Serves a page that has handed over a port, until the port closes. */
  servePort(port: MessagePortMain): void;
  /** The machine has slept: everything is looked at anew. */
  woke(): void;
  close(): Promise<void>;
}
