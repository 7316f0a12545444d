import type { ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { closeCodes, socketPath, socketProtocols } from '@sutazai/core/contract';
import { takeToken } from './token.ts';

type Link = ClientLink<Record<never, never>>;

/** One way to the host, open; `closed` settles when it is gone, with whether the host refused it for good. */
export interface Transport {
  link: Link;
  closed: Promise<Closed>;
}
export type Closed = 'lost' | 'refused';

const openLimit = 5000;

/** What the window's preload gives the page: one function that asks for a port to the host. Absent in a browser. */
interface Bridge {
  connect(): void;
}
declare global {
  interface Window {
    sutazai?: Bridge;
  }
}

/** Opens the way that there is: a port in the window, a WebSocket to where the page came from in a browser. */
export function openTransport(): Promise<Transport> {
  return window.sutazai ? overPort(window.sutazai) : overSocket();
}

/** Rejects with `Closed` as the message's cause if the socket is shut before it served. */
function overSocket(): Promise<Transport> {
  const address = new URL(socketPath, location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address, socketProtocols(takeToken()));
  // Without this, binary answers arrive as Blobs, which are read out of order.
  socket.binaryType = 'arraybuffer';
  const closed = new Promise<Closed>((resolve) => {
    socket.addEventListener('close', (event) => resolve(event.code === closeCodes.wrongToken ? 'refused' : 'lost'));
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.close(), openLimit);
    socket.addEventListener('open', () => {
      clearTimeout(timer);
      resolve({ link: new SocketLink({ websocket: socket }), closed });
    });
    closed.then((how) => {
      clearTimeout(timer);
      reject(new Error('The WebSocket did not open.', { cause: how }));
    });
  });
}

/** The window's preload answers the page's request with one end of a channel to the main process. */
function overPort(bridge: Bridge): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      window.removeEventListener('message', take);
      reject(new Error('No port was handed over.'));
    }, openLimit);
    const take = (event: MessageEvent) => {
      if (event.source !== window || event.origin !== location.origin || event.data !== 'sutazai:port') return;
      const port = event.ports[0];
      if (!port) return;
      clearTimeout(timer);
      window.removeEventListener('message', take);
      const closed = new Promise<Closed>((done) => {
        port.addEventListener('close', () => done('lost'));
      });
      port.start();
      resolve({ link: new PortLink({ port }), closed });
    };
    window.addEventListener('message', take);
    bridge.connect();
  });
}
