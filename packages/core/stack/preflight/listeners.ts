import { endianness } from 'node:os';
import { collide, type WantedPort } from '../wanted-ports.ts';

/** Where somebody wants to listen. */
export type Socket = Pick<WantedPort, 'port' | 'protocol' | 'hostIp'>;

/** Inodes of the sockets in /proc/net/tcp and tcp6 (or udp) that stand in the way. */
export function linuxListeners(tables: readonly string[], wanted: Socket): string[] {
  return tables.flatMap((table) =>
    table.split('\n').flatMap((line) => {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
      const [address = '', port = ''] = local.split(':');
      // 0A is LISTEN; a bound UDP socket has no such state.
      const listening = wanted.protocol === 'udp' || state === '0A';
      if (!inode || !listening || Number.parseInt(port, 16) !== wanted.port) return [];
      const ip = address.length === 8 ? ipv4(address) : ipv6(address);
      // A socket on [::] usually takes the IPv4 port along.
      return collide(ip === '::' ? '' : ip, wanted.hostIp) ? [inode] : [];
    }),
  );
}

/** The kernel writes each group of four bytes as the machine's own number. */
function bytes(word: string): number[] {
  const all = [...Buffer.from(word, 'hex')];
  return endianness() === 'LE' ? all.reverse() : all;
}

function ipv4(hex: string): string {
  return bytes(hex).join('.');
}

function ipv6(hex: string): string {
  const all = (hex.match(/.{8}/g) ?? []).flatMap(bytes);
  if (all.every((b) => b === 0)) return '::';
  if (all.slice(0, 15).every((b) => b === 0) && all[15] === 1) return '::1';
  // ::ffff:a.b.c.d, an IPv4 address in IPv6 clothes.
  if (all.slice(0, 10).every((b) => b === 0) && all[10] === 255 && all[11] === 255) return all.slice(12).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => (((all[2 * i] ?? 0) << 8) | (all[2 * i + 1] ?? 0)).toString(16));
  // A URL writes an address in its one short form, as people do in compose files.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

/** The first process in the output of `lsof -Fpc`: `p` and `c` lines. */
export function lsofOwner(out: string): string | undefined {
  const pid = /^p(\d+)/m.exec(out)?.[1];
  const name = /^c(.+)/m.exec(out)?.[1];
  return pid && name ? `${name} (pid ${pid})` : undefined;
}

/**
 * The process that listens, in the output of `netstat -ano`. The word for LISTENING is translated, so a listener is known by
 * its foreign address, which has port 0; other lines have our port in that column, or are connections to it.
 */
export function netstatPid(out: string, wanted: Socket): string | undefined {
  for (const line of out.split(/\r?\n/)) {
    const [protocol, local = '', foreign = '', ...rest] = line.trim().split(/\s+/);
    if (protocol?.toLowerCase() !== wanted.protocol || !/:(0|\*)$/.test(foreign)) continue;
    const [, address = '', port] = /^(.*):(\d+)$/.exec(local) ?? [];
    if (Number(port) !== wanted.port || !collide(address.replace(/^\[|\]$/g, ''), wanted.hostIp)) continue;
    return rest.at(-1);
  }
  return undefined;
}
