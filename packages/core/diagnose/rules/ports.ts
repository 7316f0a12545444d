import type { Rule } from './rule.ts';

const address = String.raw`(?<address>(?:\[[\da-f:.]*\]|[\d.]+|\*)?:\d{1,5})`;

/** The engine only finds out at start, and says it in as many words as there are ways to forward a port. */
export const ports: readonly Rule[] = [
  { code: 'PORT_RESERVED', text: new RegExp(`(?:${address}[^\\n]{0,300}?)?forbidden by its access permissions`, 'i') },
  {
    code: 'PORT_PRIVILEGED',
    text: [
      /cannot expose privileged port (?<port>\d+)/i,
      /(?:bind|listen)[^\n]{0,300}?:(?<port>\d{1,4})\b[^\n]{0,300}?: (?:bind: )?permission denied/i,
    ],
  },
  {
    code: 'PORT_ADDRESS',
    text: /(?:bind|listen|expos|forward)[^\n]{0,300}?(?<host>\[[\da-f:]+\]|\d+\.\d+\.\d+\.\d+):(?<port>\d+)[^\n]{0,300}?cannot assign requested address/i,
  },
  { code: 'PORT_ADDRESS', text: /(?:host port|listen tcp|listen udp)[^\n]*cannot assign requested address/i },
  {
    code: 'PORT_RANGE',
    text: [
      /all ports are allocated/i,
      /invalid ranges specified for container and host ports(?:[^:]*: (?<range>.+))?/i,
    ],
  },
  { code: 'PORT_TAKEN', text: new RegExp(`bind for ${address} failed: port is already allocated`, 'i') },
  {
    code: 'PORT_TAKEN',
    text: new RegExp(
      `(?:bind|listen|listening on|expos|forward|port|publish)[^\\n]{0,300}?${address}(?:[^\\n]{0,300}?)(?:address already in use|only one usage of each socket address|port is already allocated|bind: address in use)`,
      'i',
    ),
  },
  {
    code: 'PORT_TAKEN',
    text: [
      /port is already allocated/i,
      /ports are not available/i,
      /only one usage of each socket address/i,
      /EADDRINUSE/i,
    ],
  },
  {
    code: 'PORT_FORWARD_FAILED',
    text: [
      /failed to start userland proxy for port mapping (?<address>\S+:\d+):\S+:\d+\/\w+: (?!.*in use)/i,
      /error starting userland proxy/i,
      /exec: "docker-proxy"/i,
      /rootlesskit[^\n]*port/i,
      /failed to (?:expose|forward) port/i,
    ],
  },
];
