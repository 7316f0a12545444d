import { randomUUID } from 'node:crypto';
import type { Transport } from '../transport.ts';
import { serveGrpc } from './grpc.ts';
import { type SessionOffers, sessionMethods } from './methods.ts';

/**
 * Opens the client session that BuildKit asks for secrets, ssh agents and registry log-ins: a connection over
 * `POST /session`, upgraded to HTTP/2, on which the engine calls us (facts 3.6). Deprecated from API 1.53 on and still there.
 * `id` goes into the build call; `close` ends it.
 * @throws EngineError where the engine does not offer it
 */
export async function openSession(
  transport: Transport,
  offers: SessionOffers,
  about: { operation: string; subject: string; signal: AbortSignal },
): Promise<{ id: string; close: () => void }> {
  const id = randomUUID();
  const methods = sessionMethods(offers);
  const connection = await transport.upgrade({
    method: 'POST',
    path: '/session',
    headers: {
      Upgrade: 'h2c',
      'X-Docker-Expose-Session-Uuid': id,
      'X-Docker-Expose-Session-Name': 'sutazai',
      'X-Docker-Expose-Session-Grpc-Method': Object.keys(methods),
    },
    ...about,
  });
  const session = serveGrpc(connection, methods);
  return {
    id,
    close() {
      session.destroy();
      connection.destroy();
    },
  };
}
