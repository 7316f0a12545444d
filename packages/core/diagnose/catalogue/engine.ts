import { type Area, onDesktop, onLinux } from './entry.ts';

/** What the engine itself says no to, apart from ports, images, networks, volumes and graphics cards. */
export const engine = {
  ENGINE_ERROR: {
    title: 'The container engine refused[ to {action}][: {reason}]',
    cause: 'The engine answered with an error that SutazAI does not know. Its own words are shown with this message.',
    next: [
      "Read the engine's own words below; they usually name the setting that is wrong",
      'Look at the machine and the engine: `sutazai doctor`',
      'Look at the service: `sutazai logs {service|SERVICE}`',
    ],
    exit: 1,
    severity: 'error',
  },
  ENGINE_UNSUPPORTED: {
    title: 'This container engine cannot do what was asked[: {reason}]',
    cause:
      'The engine is older than this function, or it is a compatible engine (such as Podman) that leaves this function out.',
    next: [
      'See which engine and version is used: `sutazai doctor`',
      'Update the engine, or take the setting out of the compose file: `sutazai config` shows it resolved',
    ],
    exit: 1,
    severity: 'error',
  },
  ENGINE_STORAGE: {
    title: 'The container engine cannot use its own storage[: {reason}]',
    cause:
      'The place where the engine keeps images and containers is damaged, was changed under its feet, or its file system does not fit.',
    next: [
      onLinux("Look at the engine's log: `journalctl -u docker -n 50`"),
      onDesktop(
        'Restart Docker Desktop; if it stays, Docker Desktop → Troubleshoot → Clean / Purge data (this removes all images and volumes)',
      ),
      'Fetch the image anew: `docker image rm {image|IMAGE}`, then `sutazai up`',
    ],
    exit: 1,
    severity: 'error',
  },
  SETTING_REFUSED: {
    title: '{service|A service} has a setting the engine refuses[: {reason}]',
    cause: 'The compose file asks for something that this engine considers invalid.',
    next: [
      'See the setting as the engine gets it: `sutazai config`',
      'Correct it in the compose file, then look at what would change: `sutazai plan`',
    ],
    exit: 1,
    severity: 'error',
  },
  ENGINE_MEMORY: {
    title: 'The machine has no memory left to start {service|a container}',
    cause: 'The operating system refused memory to the engine while it started a program.',
    next: [
      'See what uses memory: `sutazai status`',
      'Stop what is not needed: `sutazai stop SERVICE`, or close other programs',
      onDesktop('Give Docker Desktop more memory: Settings → Resources → Memory'),
    ],
    exit: 1,
    severity: 'error',
  },
  FILE_LIMIT: {
    title: 'A limit on open files or watched folders is reached[ for {service}]',
    cause:
      'The operating system limits how many files, or file watches, programs may have open at once, and the limit is used up.',
    next: [
      onLinux('Raise it for now: `sudo sysctl fs.inotify.max_user_instances=1024 fs.inotify.max_user_watches=524288`'),
      onDesktop('Restart Docker Desktop'),
      'Stop what is not needed: `sutazai stop SERVICE`',
    ],
    exit: 1,
    severity: 'error',
  },
  PROCESS_LIMIT: {
    title: 'No more processes can be started[ for {service}]',
    cause: 'The limit on the number of processes (of the machine, the user or the service, `pids_limit`) is reached.',
    next: [
      'If the service has a `pids_limit` in the compose file, raise it; `sutazai config` shows it',
      'Restart the service: `sutazai restart {service|SERVICE}`',
      'Look at the machine: `sutazai doctor`',
    ],
    exit: 1,
    severity: 'error',
  },
  LOG_DRIVER: {
    title: 'The logs of {service|the service} cannot be read or written as configured[ (log driver {driver})]',
    cause: 'The logging driver set for the service, or for the engine, does not exist or cannot be read back.',
    next: [
      'Remove `logging:` from the service in the compose file, or set its driver to `json-file`',
      'Then apply it: `sutazai up`',
    ],
    exit: 1,
    severity: 'error',
  },
  RUNTIME_MISSING: {
    title: 'The container runtime {runtime|that is asked for} is not installed in the engine',
    cause: 'The compose file (`runtime:`) asks for a runtime that the engine does not know.',
    next: [
      'See which runtimes there are: `docker info --format "{{.Runtimes}}"`',
      'Remove `runtime:` from {service|the service} in the compose file, or install that runtime',
      'For NVIDIA cards: install the NVIDIA Container Toolkit; `sutazai doctor` checks it step by step',
    ],
    exit: 1,
    severity: 'error',
  },
} as const satisfies Area;
