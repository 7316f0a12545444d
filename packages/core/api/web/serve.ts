import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { closeCodes, linkWith, socketPath, socketProtocol, tokenOf } from '../../contract/index.ts';
import type { Host } from '../../host.ts';
import { pageHeaders } from '../../page-headers.ts';
import { allowedHosts, originAllowed, sameToken } from './guards.ts';
import { portFailure } from './port-failure.ts';
import { refuseToken, serveSocket } from './socket.ts';
import { pathOf, StaticFiles } from './static-files.ts';
import { keptToken, tokenMark } from './token.ts';

export const standardPort = 11_000;

/** Bytes of one message. Documents of chats come in one, as base64: 20 MB of them are 27 MB of text. */
const largestMessage = 32 * 1024 * 1024;

export interface WebOptions {
  host: Host;
  /** 0 takes any free one. */
  port: number;
  /** Folder of the built pages. */
  pages: string;
  /** For tests: bytes of the largest message. */
  largestMessage?: number;
}

export interface WebHost {
  port: number;
  origin: string;
  token: string;
  /** The address to open, with the token behind `#`. */
  link: string;
  /** Connected pages. */
  clients: () => number;
  /** Tells all pages that the host goes away, and lets go of the port. */
  close: () => Promise<void>;
}

/**
 * Serves the pages and the API on 127.0.0.1. Files need no token, there is nothing secret in them; the API does.
 * @throws SutazaiError SERVE_PORT_TAKEN, SERVE_RUNNING, FILE_DENIED
 */
export async function serveWeb(options: WebOptions): Promise<WebHost> {
  const { host } = options;
  const [token, files] = await Promise.all([keptToken(host.options.stateDir), StaticFiles.read(options.pages)]);
  const server = createServer();
  const port = await listen(server, options.port).catch(async (error: unknown) => {
    throw await portFailure(error, options.port, token);
  });
  const hosts = allowedHosts(port);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.largestMessage ?? largestMessage,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(socketProtocol) ? socketProtocol : false),
  });
  server.on('request', (request, response) => {
    answer(request, response, {
      hosts,
      files,
      about: { name: 'sutazai', version: host.options.version, mark: tokenMark(token) },
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const allowed = hosts.has(request.headers.host ?? '') && originAllowed(request.headers.origin, hosts);
    if (!allowed) return refuse(socket, 403, 'Forbidden');
    if (pathOf(request) !== socketPath) return refuse(socket, 404, 'Not Found');
    sockets.handleUpgrade(request, socket, head, (ws: WebSocket) => {
      const offered = String(request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
      if (sameToken(tokenOf(offered), token)) serveSocket(ws, { host });
      else refuseToken(ws);
    });
  });
  const origin = `http://127.0.0.1:${port}`;
  return {
    port,
    origin,
    token,
    link: linkWith(origin, token),
    clients: () => sockets.clients.size,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const client of sockets.clients) client.close(closeCodes.goingAway, 'the host ends');
      sockets.close();
      // A page that does not answer the close must not hold the process.
      const late = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
        server.closeAllConnections();
      }, 500);
      server.closeIdleConnections();
      await closed;
      clearTimeout(late);
    },
  };
}

interface Answering {
  hosts: ReadonlySet<string>;
  files: StaticFiles;
  about: Record<string, string>;
}

function answer(request: IncomingMessage, response: ServerResponse, { hosts, files, about }: Answering): void {
  const host = request.headers.host ?? '';
  const path = pathOf(request);
  const known = hosts.has(host);
  // The socket is reached under the name by which the page was asked for, and no other.
  const headers = pageHeaders(`ws://${known ? host : '127.0.0.1'}`);
  const say = (status: number, text: string, type = 'text/plain; charset=utf-8') =>
    response.writeHead(status, { ...headers, 'content-type': type, 'cache-control': 'no-store' }).end(text);
  if (!known) say(403, 'This address is not one of SutazAI. Use the link that it has printed.\n');
  else if (request.method !== 'GET' && request.method !== 'HEAD') say(405, 'Only GET is answered here.\n');
  else if (path === '/about') say(200, JSON.stringify(about), 'application/json');
  else if (path === socketPath) say(426, 'The API is reached by WebSocket.\n');
  else files.answer(path, request, response, headers);
}

function refuse(socket: Duplex, status: number, words: string): void {
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status} ${words}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
