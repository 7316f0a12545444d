import { type Area, onDesktop, onLinux } from './entry.ts';

/** A container that does not start, does not stay, or is not there. */
export const containers = {
  CONTAINER_EXITED: {
    title: '{service|The service} stopped by itself with exit code {exitCode|other than 0}',
    cause: 'The program in the container ended although it should keep running. Its last lines usually say why.',
    next: [
      'Read its last lines: `sutazai logs {service|SERVICE}`',
      'Common reasons: a missing setting or secret, a database it cannot reach, a port or file it may not use',
      'After mending it: `sutazai up`',
    ],
    exit: 1,
    severity: 'error',
  },
  HOOK_FAILED: {
    title:
      'A {hook|lifecycle} command of {service|a service} failed with exit code {exitCode|other than 0}[: {reason}]',
    cause:
      'The compose file asks for a command to be run in the container after its start or before its stop. It failed.',
    next: [
      'Try the command by hand: `sutazai exec {service|SERVICE} COMMAND`',
      'Correct `post_start` or `pre_stop` of {service|the service} in the compose file, then run `sutazai up`',
    ],
    exit: 1,
    severity: 'error',
  },
  CONTAINER_STOPPED: {
    title: '{service|The service} finished without an error but should keep running',
    cause:
      'The program in the container ended with exit code 0. It had nothing to do, or it went on in the background, which ends a container.',
    next: [
      'Read its last lines: `sutazai logs {service|SERVICE}`',
      'Start its program in the foreground: see `command:` of the service with `sutazai config`',
      'If it is meant to run once, set `restart: "no"` for it',
    ],
    exit: 1,
    severity: 'error',
  },
  CONTAINER_OOM: {
    title: '{service|The service} needed more memory than it may use[ ({limit})] and was ended',
    cause:
      'The operating system ends a program that exceeds the memory limit of its container, or when the machine has none left.',
    next: [
      'Give it more: raise `mem_limit` (or `deploy.resources.limits.memory`) in the compose file, then `sutazai up`',
      'If it has no limit, the machine is full: `sutazai stop SERVICE` for what is not needed',
      onDesktop('Give Docker Desktop more memory: Settings → Resources → Memory'),
    ],
    exit: 1,
    severity: 'error',
  },
  CONTAINER_COMMAND_NOT_FOUND: {
    title: 'The program {command|that {service|the container} should start} does not exist in its image',
    cause:
      'The start command names a program or script that is not in the image: a typing error, a wrong path, or Windows line ends in a script (`\\r`).',
    next: [
      'Check `command:` and `entrypoint:` of {service|the service}: `sutazai config`',
      'If it is a script from Windows, save it with Unix line ends (LF)',
      'If it is built here, build it anew: `sutazai up --build`',
    ],
    exit: 1,
    severity: 'error',
  },
  CONTAINER_PERMISSION: {
    title: 'The program {command|of {service|the container}} may not be executed',
    cause: 'The file is there but is not marked as a program, is a folder, or lies on a drive without execute rights.',
    next: [
      'Mark it as a program: `chmod +x FILE` (in a Dockerfile: `COPY --chmod=755`), then `sutazai up --build`',
      'Check `command:`, `entrypoint:` and `user:` of {service|the service}: `sutazai config`',
    ],
    exit: 1,
    severity: 'error',
  },
  CONTAINER_WORKDIR: {
    title: 'The working folder {path|of {service|the container}} cannot be entered',
    cause: '`working_dir:` names something that is not a folder, or that the user of the container may not enter.',
    next: [
      'Correct `working_dir:` or `user:` of {service|the service} in the compose file: `sutazai config` shows them',
    ],
    exit: 1,
    severity: 'error',
  },
  CONTAINER_USER_UNKNOWN: {
    title: 'The user or group {user|that {service|the container} should run as} does not exist in its image',
    cause:
      '`user:` in the compose file (or USER in the Dockerfile) names a user or group that the image does not have.',
    next: ['Use a number instead of a name, e.g. `user: "1000:1000"`, then: `sutazai up`'],
    exit: 1,
    severity: 'error',
  },
  CONTAINER_NO_COMMAND: {
    title: 'The image of {service|the service} does not say what to start',
    cause: 'Neither the image nor the compose file names a command.',
    next: ['Set `command:` for {service|the service} in the compose file, then: `sutazai up`'],
    exit: 2,
    severity: 'error',
  },
  CONTAINER_RESTART_LOOP: {
    title: '{service|The service} keeps failing and is restarted again and again[ ({restarts} times)]',
    cause:
      'The program ends soon after each start[, last with exit code {exitCode}]. Restarting does not cure the reason.',
    next: [
      'Read its last lines: `sutazai logs {service|SERVICE}`',
      'Stop it while you mend it: `sutazai stop {service|SERVICE}`',
      'After that: `sutazai up`',
    ],
    exit: 1,
    severity: 'error',
  },
  CONTAINER_NAME_TAKEN: {
    title: 'The container name {name|asked for} is already taken[ by {owner}]',
    cause: 'Every container on an engine has a name of its own, and another one (maybe a stopped one) has this name.',
    next: [
      'See what it is: `docker ps -a --filter name={name|NAME}`',
      'If it is not needed any more: `docker rm -f {name|NAME}`, then `sutazai up`',
      'Or remove `container_name:` from the service in the compose file',
    ],
    exit: 1,
    severity: 'error',
  },
  CONTAINER_KILLED: {
    title: '{service|The service} was ended from outside[ (signal {signal})]',
    cause:
      'Somebody or something told it to end: a person, a script, or the system when memory ran out. The engine did not note that its own memory limit was the reason.',
    next: [
      'Start it again: `sutazai start {service|SERVICE}`',
      'If it happens again, check the memory of the machine: `sutazai doctor`',
      onLinux('See if the system ended it: `sudo dmesg | grep -i "killed process"`'),
    ],
    exit: 1,
    severity: 'error',
  },
  CONTAINER_CRASHED: {
    title: '{service|The service} crashed[ (signal {signal})]',
    cause:
      'The program did something that the system forbids, such as reading memory that is not its own. That is a fault in the program or its image.',
    next: [
      'Start it again: `sutazai restart {service|SERVICE}`',
      'Read its last lines: `sutazai logs {service|SERVICE}`',
      'If it stays, choose another version of its image in the compose file',
    ],
    exit: 1,
    severity: 'error',
  },
  CONTAINER_MISSING: {
    title: 'The container {subject|asked for} does not exist (any more)',
    cause: 'It was removed meanwhile, by hand or by another program.',
    next: ['Look at what is there: `sutazai status`', 'Make it anew: `sutazai up`'],
    exit: 1,
    severity: 'error',
  },
  NOT_RUNNING: {
    title: '{service|The container} is not running[ (it is {state})]',
    cause: 'What was asked for needs a running container, and this one is stopped or paused.',
    next: [
      'Start it: `sutazai start {service|SERVICE}`',
      'See why it is not running: `sutazai logs {service|SERVICE}`',
    ],
    exit: 1,
    severity: 'error',
  },
  NOT_CREATED: {
    title: '{service|The service} has no container yet',
    cause: 'It was never started, or its container was removed. Only what exists can be started, stopped or restarted.',
    next: ['Make and start it: `sutazai up {service|SERVICE}`', 'See what would be done: `sutazai plan`'],
    exit: 1,
    severity: 'error',
  },
  CONTAINER_REMOVED: {
    title: 'The container of {service|the service} was removed while it was starting',
    cause: 'Somebody or another program removed it[ ({name})] before it was ready.',
    next: [
      'Make it anew: `sutazai up {service|SERVICE}`',
      'If it happens again, find out who removes it: `docker events --filter event=destroy`',
    ],
    exit: 1,
    severity: 'error',
  },
  CONTAINER_BUSY: {
    title: 'The container {subject|asked for} is just being removed or changed',
    cause: 'Another operation on the same container has not finished.',
    next: ['Wait a moment and try again: `sutazai up`', 'If it stays, restart the container engine'],
    exit: 1,
    severity: 'error',
  },
  CONTAINER_STILL_RUNNING: {
    title: 'The container {name|asked for} cannot be removed, it is still running',
    cause: 'Only a stopped container can be removed.',
    next: ['Stop and remove the stack: `sutazai down`', 'If it is not one of the stack: `docker rm -f {name|NAME}`'],
    exit: 1,
    severity: 'error',
  },
  CONTAINER_STOP_FAILED: {
    title: '{service|The container} cannot be stopped',
    cause:
      'The program did not end even when the engine killed it. It hangs in the operating system, or the engine lost track of it.',
    next: [
      'Try again: `sutazai stop {service|SERVICE}`',
      onLinux('If it stays, restart the engine: `sudo systemctl restart docker` (this stops running containers)'),
      onDesktop('If it stays, restart Docker Desktop'),
    ],
    exit: 1,
    severity: 'error',
  },
  CONTAINER_PARENT_GONE: {
    title: '{service|The service} shares the network or processes of another container that is not running',
    cause: '`network_mode`, `pid` or `ipc` in the compose file tie it to another container; that one must run first.',
    next: [
      'Start both in the right order: `sutazai up`',
      'If the other one was made anew, make this one anew too: `sutazai up --recreate`',
    ],
    exit: 1,
    severity: 'error',
  },
  CONTAINER_ROOTFS_READ_ONLY: {
    title: 'Nothing can be written into the container of {service|the service}: it is read-only',
    cause:
      'The compose file sets `read_only: true`, so files cannot be put into it and the program can only write to its volumes.',
    next: [
      'Give the program a place to write: `tmpfs: ["/run", "/tmp"]` for {service|the service}',
      'Use `file:` for its secrets and configs instead of `environment:` or `content:`',
    ],
    exit: 1,
    severity: 'error',
  },
} as const satisfies Area;
