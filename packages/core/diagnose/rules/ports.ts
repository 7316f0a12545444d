import type { Rule } from './rule.ts';

const address = String.raw`(?<address>(?:\[[\da-f:.]*\]|[\d.]+|\*)?:\d{1,5})`;

/** The engine only finds out at start, and says it in as many words as there are ways to forward a port. */
export const ports: readonly Rule[] = [
  { code: 'PORT_RESERVED', text: new RegExp(`(?:${address}[^\\n]*?)?forbidden by its access permissions`, 'i') },
  {
    code: 'PORT_PRIVILEGED',
    text: /cannot expose privileged port (?<port>\d+)|(?:bind|listen)[^\n]*?:(?<port2>\d{1,4})\b[^\n]*?: (?:bind: )?permission denied/i,
  },
  {
    code: 'PORT_ADDRESS',
    text: /(?:bind|listen|expos|forward)[^\n]*?(?<host>\[[\da-f:]+\]|\d+\.\d+\.\d+\.\d+):(?<port>\d+)[^\n]*?cannot assign requested address/i,
  },
  { code: 'PORT_ADDRESS', text: /(?:host port|listen tcp|listen udp)[^\n]*cannot assign requested address/i },
  {
    code: 'PORT_RANGE',
    text: /all ports are allocated|invalid ranges specified for container and host ports(?:[^:]*: (?<range>.+))?/i,
  },
  { code: 'PORT_TAKEN', text: new RegExp(`bind for ${address} failed: port is already allocated`, 'i') },
  {
    code: 'PORT_TAKEN',
    text: new RegExp(
      `(?:bind|listen|listening on|expos|forward|port|publish)[^\\n]*?${address}(?:[^\\n]*?)(?:address already in use|only one usage of each socket address|port is already allocated|bind: address in use)`,
      'i',
    ),
  },
  {
    code: 'PORT_TAKEN',
    text: /port is already allocated|ports are not available|only one usage of each socket address|EADDRINUSE/i,
  },
  {
    code: 'PORT_FORWARD_FAILED',
    text: /error starting userland proxy|exec: "docker-proxy"|rootlesskit[^\n]*port|failed to (?:expose|forward) port/i,
  },
];
