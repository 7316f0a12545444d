import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

export type BindResult = 'free' | 'taken' | 'denied' | 'no-address';

/** Whether this machine would let a program listen there now. Nothing stays open. */
export function bindTest(port: number, hostIp: string, protocol: 'tcp' | 'udp'): Promise<BindResult> {
  const host = hostIp === '' ? '0.0.0.0' : hostIp;
  return protocol === 'udp' ? bindUdp(port, host) : bindTcp(port, host);
}

function bindTcp(port: number, host: string): Promise<BindResult> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(meaning(error.code)));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve('free')));
  });
}

function bindUdp(port: number, host: string): Promise<BindResult> {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      resolve(meaning(error.code));
    });
    socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve('free')));
  });
}

function meaning(code: string | undefined): BindResult {
  if (code === 'EACCES') return 'denied';
  return code === 'EADDRNOTAVAIL' ? 'no-address' : 'taken';
}
