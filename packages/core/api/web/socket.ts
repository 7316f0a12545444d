import type { WebSocket } from 'ws';
import { closeCodes } from '../../contract/index.ts';
import type { Context } from '../base.ts';
import { peer } from '../handler.ts';

/** Bytes that may wait for a client that reads slowly; above that, its streams are held back. */
const mostWaiting = 1_000_000;

/** Close code for what is no message of this protocol (RFC 6455, 7.4.1). */
const notUnderstood = 1007;

/** Serves one client; everything it has asked for ends with its connection. */
export function serveSocket(socket: WebSocket, context: Context): void {
  const client = peer(context, (message) => send(socket, message));
  socket.on('message', (data, binary) => {
    const raw = binary ? (data as Buffer) : String(data);
    client.message(raw as string).catch(() => socket.close(notUnderstood, 'not understood'));
  });
  // An oversized message: ws closes with 1009 by itself, and tells it here too.
  socket.on('error', () => undefined);
  socket.on('close', () => client.close());
}

/** A page that holds no valid token learns of it by the close code: a refused upgrade tells a browser nothing. */
export function refuseToken(socket: WebSocket): void {
  socket.on('error', () => undefined);
  socket.close(closeCodes.wrongToken, 'wrong token');
}

function send(socket: WebSocket, message: string | ArrayBufferLike | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => (error ? reject(error) : resolve());
    if (socket.bufferedAmount < mostWaiting) {
      socket.send(message as string | Uint8Array, (error) => {
        if (error) reject(error);
      });
      resolve();
    } else socket.send(message as string | Uint8Array, done);
  });
}
