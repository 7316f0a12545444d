import { createServer } from 'node:net';
import { endianness } from 'node:os';
import { describe, expect, it, test } from 'vitest';
import { linuxListeners, lsofOwner, netstatPid, type Socket } from './listeners.ts';
import { portOwner } from './port-owner.ts';

const at = (port: number, hostIp = '', protocol: Socket['protocol'] = 'tcp'): Socket => ({ port, hostIp, protocol });

// Lines of /proc/net/tcp and tcp6 as a machine with the lowest byte first writes them.
describe.skipIf(endianness() !== 'LE')('listeners in /proc/net', () => {
  const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
  const line = (local: string, state: string, inode: number) =>
    `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 100 0 0 10 0`;
  const tcp = [
    head,
    line('0100007F:1F90', '0A', 11), // 127.0.0.1:8080
    line('00000000:1F91', '0A', 12), // 0.0.0.0:8081
    line('0200000A:1F90', '0A', 13), // 10.0.0.2:8080
    line('0100007F:1F92', '01', 14), // a connection, no listener
    '',
  ].join('\n');
  const tcp6 = [
    head,
    line('00000000000000000000000000000000:1F93', '0A', 21), // [::]:8083
    line('00000000000000000000000001000000:1F90', '0A', 22), // [::1]:8080
    line('0000000000000000FFFF00000100007F:1F94', '0A', 23), // [::ffff:127.0.0.1]:8084
    line('B80D0120000000000000000002000000:1F95', '0A', 24), // [2001:db8::2]:8085
  ].join('\n');

  test.each<[string, Socket, string[]]>([
    ['every address', at(8080), ['11', '13', '22']],
    ['one address', at(8080, '127.0.0.1'), ['11']],
    ['one IPv6 address', at(8080, '::1'), ['22']],
    ['one that is taken by "all"', at(8081, '10.9.9.9'), ['12']],
    ['IPv6 beside IPv4 "all"', at(8081, '::1'), []],
    ['IPv4 beside [::]', at(8083, '127.0.0.1'), ['21']],
    ['an IPv4 address written as IPv6', at(8084, '127.0.0.1'), ['23']],
    ['a longer IPv6 address', at(8085, '2001:db8::2'), ['24']],
    ['a connection is no listener', at(8082), []],
    ['nobody', at(9999), []],
  ])('%s', (_, wanted, inodes) => {
    expect(linuxListeners([tcp, tcp6], wanted)).toEqual(inodes);
  });

  it('takes every bound UDP socket', () => {
    expect(linuxListeners([[head, line('00000000:0035', '07', 31)].join('\n')], at(53, '', 'udp'))).toEqual(['31']);
  });
});

describe('netstat -ano', () => {
  const english = `
Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    127.0.0.1:50112        127.0.0.1:8080         ESTABLISHED     9001
  TCP    127.0.0.1:8080         127.0.0.1:50112        ESTABLISHED     4312
  TCP    0.0.0.0:8080           0.0.0.0:0              LISTENING       4312
  TCP    0.0.0.0:18080          0.0.0.0:0              LISTENING       77
  TCP    [::1]:9090             [::]:0                 LISTENING       88
  UDP    0.0.0.0:5353           *:*                                    1500
`;
  test.each<[string, Socket, string | undefined]>([
    ['the listener, not a client of it', at(8080), '4312'],
    ['not a longer number', at(1808), undefined],
    ['UDP, which has no state', at(5353, '', 'udp'), '1500'],
    ['not UDP for TCP', at(5353), undefined],
    ['an IPv6 listener', at(9090, '::1'), '88'],
    ['another family', at(9090, '127.0.0.1'), undefined],
  ])('%s', (_, wanted, pid) => {
    expect(netstatPid(english, wanted)).toBe(pid);
  });

  it('reads a German Windows', () => {
    const german = '  TCP    0.0.0.0:8080           0.0.0.0:0              ABHÖREN         4312\r\n';
    expect(netstatPid(german, at(8080))).toBe('4312');
  });
});

describe('lsof', () => {
  it('names the first process', () => {
    expect(lsofOwner('p812\ncpostgres\nf7\np900\ncother\n')).toBe('postgres (pid 812)');
    expect(lsofOwner('')).toBeUndefined();
  });
});

describe.skipIf(process.platform !== 'linux')('this machine', () => {
  it('names the process that listens, and nobody where nobody does', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    try {
      expect(await portOwner(at(port), 'linux')).toMatch(new RegExp(` \\(pid ${process.pid}\\)$`));
      expect(await portOwner(at(port, '::1'), 'linux')).toBeUndefined();
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    expect(await portOwner(at(port), 'linux')).toBeUndefined();
  });
});
