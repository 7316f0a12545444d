import type { Area } from './entry.ts';

/** The host behind the window and the browser. */
export const app = {
  OPERATION_RUNNING: {
    title: 'Something is being done already[: {operation}]',
    cause: 'One operation on the stack runs at a time, so that two do not undo each other.',
    next: ['Wait for it to end, or cancel it; then try again', 'See what it does: `sutazai status --watch`'],
    exit: 1,
    severity: 'error',
  },
  PORT_UNKNOWN: {
    title: '{service|The service} has no port {port|of that number}[: {reason}]',
    cause: 'Only ports that the compose files publish with a fixed number can be moved.',
    next: ['See all of them: `sutazai config`', 'Choose one of the ports that are listed in the settings'],
    exit: 2,
    severity: 'error',
  },
  TERMINAL_GONE: {
    title: 'This terminal is closed',
    cause: 'Its command has ended, its container was stopped, or the page that opened it was closed.',
    next: ['Open a new one from the page of the service', 'Or from here: `sutazai exec SERVICE sh`'],
    exit: 1,
    severity: 'error',
  },
  MODELS_FOLDER: {
    title: 'The folder {path|for models} cannot be used[: {reason}]',
    cause: 'It must be an absolute path of a folder that exists and that you may write to.',
    next: ['Choose or make another folder, for instance in your home folder', 'See what is free: `sutazai doctor`'],
    exit: 2,
    severity: 'error',
  },
  SERVE_PORT_TAKEN: {
    title: 'Port {address|of this machine} is already in use[ by {owner}]',
    cause: 'The page of SutazAI is served on one port of this machine, and another program listens there.',
    next: ['Take any free port: `sutazai serve --port 0`', 'Or stop the other program, then: `sutazai serve`'],
    exit: 4,
    severity: 'error',
  },
  SERVE_RUNNING: {
    title: 'SutazAI is already served at {address|this address}[ by {owner}]',
    cause: 'One host is enough: every page and every terminal sees the same stack through it.',
    next: [
      'Open the link: {link|the one that the other one has printed}',
      'Or start a second one on another port: `sutazai serve --port 0`',
    ],
    exit: 4,
    severity: 'error',
  },
  STATE_RESET: {
    title: 'The settings were damaged, and fresh ones are in their place',
    cause:
      'The state file could not be read. Your services and their data are not affected; choices made here are lost.',
    next: ['Look through the settings once', 'The old file is kept as {keptAs|a copy beside the new one}'],
    exit: 6,
    severity: 'warning',
  },
  HISTORY_RESET: {
    title: 'The chart history was damaged, and a fresh one was begun',
    cause: 'The file with the measured values could not be read. Nothing else is affected.',
    next: ['There is nothing to do', 'The old file is kept as {keptAs|a copy beside the new one}'],
    exit: 6,
    severity: 'info',
  },
  HISTORY_PAUSED: {
    title: 'Measured values are not being kept[: {reason}]',
    cause: 'The chart history could not be written, most often because the disk is full. Live charts go on.',
    next: [
      'Make room on the disk of your home folder: `sutazai doctor` shows what is free',
      'It goes on by itself then',
    ],
    exit: 6,
    severity: 'warning',
  },
  CLOCK_JUMPED: {
    title: 'The clock of this machine was changed by {amount|a large step}',
    cause: 'Charts may show a gap or overlap at that time. Sleep and a corrected clock are the usual reasons.',
    next: ['There is nothing to do', 'If it happens often, check the time service of the system'],
    exit: 1,
    severity: 'info',
  },
} as const satisfies Area;
