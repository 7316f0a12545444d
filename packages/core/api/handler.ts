import { StandardRPCHandler } from '@orpc/server/standard';
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer';
import { type EncodedMessage, ServerPeer } from '@orpc/standard-server-peer';
import type { Context } from './base.ts';
import { typedErrors } from './errors.ts';
import { router } from './router.ts';

const handler = new StandardRPCHandler<Context>(router, { clientInterceptors: [typedErrors] });

/** One client, over whatever carries its messages. */
export interface Peer {
  /** Rejects for what is no message of this protocol, and if the answer could not be sent. */
  message(raw: EncodedMessage): Promise<void>;
  /** Ends everything this client has asked for. */
  close(): void;
}

/** @param send resolves when the client can take more: streams are held back until then. */
export function peer(context: Context, send: (message: EncodedMessage) => Promise<void>): Peer {
  const inner = new ServerPeer(send);
  const handle = createServerPeerHandleRequestFn(handler, { context });
  return {
    message: async (raw) => void (await inner.message(raw, handle)),
    close: () => inner.close(),
  };
}
