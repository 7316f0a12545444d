import type { Area } from './entry.ts';

/** Kong, and the file that says what it is to route. */
export const gateway = {
  GATEWAY_UNREACHABLE: {
    title: 'The gateway does not answer at {url|its address}[: {reason}]',
    cause: 'Its Admin API is needed to read and change routes. Kong is not running, or another port was chosen for it.',
    next: [
      'See whether it runs: `sutazai status kong`',
      'Read its last lines: `sutazai logs kong`',
      'Then: `sutazai up`',
    ],
    exit: 1,
    severity: 'error',
  },
  GATEWAY_REJECTED: {
    title: 'The gateway refuses {what|a change}[: {reason}]',
    cause: 'Kong checks what it is given, and one of the fields does not fit. What was accepted before stays.',
    next: [
      'Correct the field that is named below in the gateway file',
      'Then: `sutazai up`; it goes on where it stopped',
    ],
    exit: 1,
    severity: 'error',
  },
  GATEWAY_FILE_INVALID: {
    title: 'The gateway file {file|of the stack}[, line {line}][, at {key}]: {reason|it cannot be used}',
    cause:
      'The file is in the format of decK 3.0: services with their routes and plugins, consumers and plugins for all.',
    next: ['Correct the place and run the command again; the gateway was not touched'],
    exit: 2,
    severity: 'error',
  },
} as const satisfies Area;
