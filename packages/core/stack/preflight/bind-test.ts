import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** `unknown`: the system said neither yes nor that another has it; only the engine can tell. */
export type BindResult = 'free' | 'taken' | 'denied' | 'no-address' | 'unknown';

/** Whether this machine would let a program listen there now; no address means all of both families. Nothing stays open. */
export async function bindTest(port: number, hostIp: string, protocol: 'tcp' | 'udp'): Promise<BindResult> {
  const bind = protocol === 'udp' ? bindUdp : bindTcp;
  if (hostIp !== '') return bind(port, hostIp);
  const v4 = await bind(port, '0.0.0.0');
  if (v4 !== 'free') return v4;
  // The engine listens on [::] as well, where the machine has IPv6; one that lacks it is no finding.
  const v6 = await bind(port, '::');
  return v6 === 'taken' ? 'taken' : 'free';
}

function bindTcp(port: number, host: string): Promise<BindResult> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(meaning(error.code)));
    server.listen({ port, host, exclusive: true, ipv6Only: host.includes(':') }, () =>
      server.close(() => resolve('free')),
    );
  });
}

function bindUdp(port: number, host: string): Promise<BindResult> {
  return new Promise((resolve) => {
    const v6 = host.includes(':');
    const socket = createSocket({ type: v6 ? 'udp6' : 'udp4', ipv6Only: v6 });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      resolve(meaning(error.code));
    });
    socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve('free')));
  });
}

function meaning(code: string | undefined): BindResult {
  if (code === 'EADDRINUSE') return 'taken';
  if (code === 'EACCES' || code === 'EPERM') return 'denied';
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' ? 'no-address' : 'unknown';
}
