import { type Area, onLinux } from './entry.ts';

/** Secrets, our own state file, services elsewhere, and the rest. */
export const general = {
  SECRET_MISSING: {
    title: 'The secret {secret|of {service|a service}} is missing[: {path}]',
    cause: 'Passwords and keys are handed to services as files. This one does not exist or cannot be read.',
    next: [
      'Have it made anew: `sutazai doctor --fix`',
      'Or put the value into {path|the file} yourself, readable for you only',
    ],
    exit: 4,
    severity: 'error',
  },
  SECRET_LOST: {
    title:
      'The secret {secret|of {service|a service}} is gone, and the data in volume {volume|of {service|the service}} is locked by it',
    cause: 'The service took this value at its first start and keeps it in its data; a new value would not open it.',
    next: [
      'Put the file back from a backup[: {path}]',
      'Or, if the data may go: remove the volume (`sutazai down --volumes`), and a new value is made at the next start',
    ],
    exit: 4,
    severity: 'error',
  },
  SECRET_EMPTY: {
    title: 'The secret {secret|of {service|a service}} is empty',
    cause: 'Its file[ {path}] or variable has no content, so the service would run with an empty password.',
    next: ['Have it made anew: `sutazai doctor --fix`', 'Or put a value into {path|the file}'],
    exit: 4,
    severity: 'error',
  },
  SECRET_DEFAULT: {
    title: 'The secret {secret|of {service|a service}} still has a well-known value',
    cause: 'It is an example or default that everybody knows (such as "changeme"), so it protects nothing.',
    next: [
      'Replace it by a random one before the first start: `sutazai doctor --fix`',
      'If the service has run already, change it in the service too',
    ],
    exit: 4,
    severity: 'warning',
  },
  STATE_CORRUPT: {
    title: 'The state file of SutazAI is damaged[: {path}]',
    cause:
      'It holds settings, history and conversations; the data of your services is elsewhere. It was cut off or overwritten, for instance by a full disk or a power cut. Nothing was changed.',
    next: ['Keep the damaged file aside and start with a fresh one: `sutazai doctor --fix`'],
    exit: 6,
    severity: 'error',
  },
  STATE_NEWER: {
    title: 'The state file was written by a newer SutazAI[ (format {found}, this one knows {known})]',
    cause: 'This version does not understand it and leaves it untouched.',
    next: ['Update SutazAI to the version used before', 'See which file it is: `sutazai doctor`'],
    exit: 6,
    severity: 'error',
  },
  STATE_LOCKED: {
    title: 'The state file is in use by another SutazAI[: {path}]',
    cause: 'Another window or command has been writing to it for longer than usual.',
    next: ['Wait for the other one to finish, then try again', onLinux('See who it is: `fuser -v {path|state.db}`')],
    exit: 6,
    severity: 'error',
  },
  STATE_DENIED: {
    title: 'The state folder of SutazAI cannot be written[: {path}]',
    cause: 'This user lacks the right, often because SutazAI was once run with `sudo`, or the disk is read-only.',
    next: [
      onLinux('Take it back: `sudo chown -R $USER {path|FOLDER}`'),
      'Do not run SutazAI with `sudo`; check with `sutazai doctor`',
    ],
    exit: 6,
    severity: 'error',
  },
  STATE_DISK_FULL: {
    title: 'The state file cannot be written, the disk is full[: {path}]',
    cause: 'There is no space left on the disk of your home folder.',
    next: ['Make room on that disk, then try again: `sutazai doctor` shows what is free'],
    exit: 6,
    severity: 'error',
  },
  STATE_FAILED: {
    title: 'The state file of SutazAI cannot be used[: {reason}]',
    cause: 'Opening or writing it failed for an unusual reason, shown with this message.',
    next: [
      'Look at the machine: `sutazai doctor`',
      'Start with a fresh one, the old is kept aside: `sutazai doctor --fix`',
    ],
    exit: 6,
    severity: 'error',
  },
  EXTERNAL_UNREACHABLE: {
    title: '{service|A service} that runs elsewhere does not answer[ at {url}]',
    cause:
      'SutazAI was told that it is not to start this service because you run it yourself. At the given address nobody answers.',
    next: [
      'Start it there, or correct the address in the settings',
      'From containers, this machine is `host.docker.internal`, not `localhost`',
      'Check again: `sutazai doctor`',
    ],
    exit: 4,
    severity: 'error',
  },
  EXTERNAL_ADDRESS: {
    title: 'The address of {service|a service} that runs elsewhere is not valid[: {url}]',
    cause: 'An address looks like http://192.168.1.20:11434.',
    next: ['Correct it in the settings, then: `sutazai doctor`'],
    exit: 2,
    severity: 'error',
  },
  EXPORT_NOT_EMPTY: {
    title: 'The folder {path|to export to} is not empty',
    cause: 'An export would mix with or overwrite what is there.',
    next: ['Choose an empty folder: `sutazai export FOLDER`'],
    exit: 2,
    severity: 'error',
  },
  EXPORT_FAILED: {
    title: 'The export to {path|the folder} did not work[: {reason}]',
    cause: 'A file could not be read or written. Nothing was left half done in the folder.',
    next: [
      'Choose a folder that you may write to: `sutazai export FOLDER`',
      'Check space and rights: `sutazai doctor`',
    ],
    exit: 1,
    severity: 'error',
  },
  FILE_MISSING: {
    title: 'The file {path|asked for} does not exist',
    cause: 'It was moved, deleted, or its name is misspelt.',
    next: ['Check the path, then try again; `sutazai config` shows the paths in use'],
    exit: 2,
    severity: 'error',
  },
  FILE_DENIED: {
    title: 'The file {path|asked for} may not be used by this user',
    cause: 'Its access rights forbid it, or it lies on a read-only disk.',
    next: [
      onLinux('See who owns it: `ls -ld {path|PATH}`'),
      'Choose a place in your home folder, or change the rights',
    ],
    exit: 2,
    severity: 'error',
  },
  CANCELLED: {
    title: 'Cancelled',
    cause: 'It was stopped on your request. What was done so far stays as it is.',
    next: ['See where it stands: `sutazai status`', 'Go on where it stopped: `sutazai up`'],
    exit: 130,
    severity: 'info',
  },
  USAGE: {
    title: '{reason|The command was not understood}',
    cause: 'The command or one of its options is misspelt, missing a value, or does not go with the others.',
    next: ['See how it is used: `sutazai[ {command}] --help`'],
    exit: 2,
    severity: 'error',
  },
  INTERNAL: {
    title: 'Something went wrong inside SutazAI[: {reason}]',
    cause: 'This is a fault in the program, not in your settings. Your services are not affected by it.',
    next: [
      'Try again; see where things stand: `sutazai status`',
      'If it stays, report it with the details shown with this message',
    ],
    exit: 1,
    severity: 'error',
  },
} as const satisfies Area;
