import type { Area } from './entry.ts';

/** The compose files. Exit code 2: nothing was touched. `{reason}` is the loader's own sentence. */
export const compose = {
  COMPOSE_FILE_NOT_FOUND: {
    title: 'No compose file was found[: {reason}]',
    cause:
      'The compose file lists the services to run. It is looked for in this folder and the ones above, as compose.yaml, compose.yml, docker-compose.yaml or docker-compose.yml.',
    next: [
      'Go to the folder of the stack, or name the file: `sutazai -f PATH config`',
      'If `COMPOSE_FILE` is set, check or remove it: `unset COMPOSE_FILE`',
    ],
    exit: 2,
    severity: 'error',
  },
  COMPOSE_FILE_UNREADABLE: {
    title: 'The compose file {file|in use} cannot be read[: {reason}]',
    cause: 'It is there, but this user may not read it, it is a folder, or it is not text.',
    next: ['Check its rights: `ls -l {file|FILE}`'],
    exit: 2,
    severity: 'error',
  },
  COMPOSE_YAML_SYNTAX: {
    title: 'The compose file is not valid YAML[: {reason}]',
    cause: 'YAML is sensitive to indentation: spaces, no tabs, and the same number for entries of one list.',
    next: ['Correct {file|the file}[ in line {line}]', 'Check it again: `sutazai config`'],
    exit: 2,
    severity: 'error',
  },
  COMPOSE_SCHEMA: {
    title: 'The compose file has a setting that is not allowed[: {reason}]',
    cause: 'A name is misspelt or at the wrong place, or a value has the wrong form[ ({key})].',
    next: ['Correct {file|the file}[ in line {line}]', 'Check it again: `sutazai config`'],
    exit: 2,
    severity: 'error',
  },
  COMPOSE_INTERPOLATION: {
    title: 'A variable in the compose file is written wrongly[: {reason}]',
    cause: 'Variables look like ${NAME} or ${NAME:-default}. A dollar sign that is meant as such is written twice: $$.',
    next: ['Correct {file|the file}[ in line {line}]', 'Check it again: `sutazai config`'],
    exit: 2,
    severity: 'error',
  },
  COMPOSE_REQUIRED_VARIABLE: {
    title: 'A variable that the compose file needs is not set[: {reason}]',
    cause: 'The compose file demands a value for it and has no default.',
    next: [
      'Set it in the file .env beside the compose file: `{variable|NAME}=value`',
      'Check it again: `sutazai config`',
    ],
    exit: 2,
    severity: 'error',
  },
  COMPOSE_INCLUDE: {
    title: 'A file included by the compose file cannot be used[: {reason}]',
    cause: '`include:` names another compose file that is missing, or that defines something a second time.',
    next: [
      'Correct `include:` in {file|the file}[, line {line}]; paths count from the including file',
      'Check it again: `sutazai config`',
    ],
    exit: 2,
    severity: 'error',
  },
  COMPOSE_EXTENDS: {
    title: 'A service extends another one that cannot be used[: {reason}]',
    cause: '`extends:` names a service or file that does not exist.',
    next: ['Correct `extends:` in {file|the file}[, line {line}]', 'Check it again: `sutazai config`'],
    exit: 2,
    severity: 'error',
  },
  COMPOSE_CYCLE: {
    title: 'Services wait for each other in a circle[: {reason}]',
    cause:
      'If A waits for B and B waits for A, neither can ever start. The same holds for files that include each other.',
    next: [
      'Remove one of the `depends_on:` (or `include:`, `extends:`) of the circle',
      'Check it again: `sutazai config`',
    ],
    exit: 2,
    severity: 'error',
  },
  COMPOSE_UNDEFINED_REFERENCE: {
    title: 'The compose file uses a name that it does not define[: {reason}]',
    cause: 'A service refers to a network, volume, secret, config or service that appears nowhere.',
    next: [
      'Add it at the top level of {file|the file}, or correct its name[ in line {line}]',
      'Check it again: `sutazai config`',
    ],
    exit: 2,
    severity: 'error',
  },
  COMPOSE_PROJECT_NAME: {
    title: 'The name of the project is not valid[: {reason}]',
    cause: 'A name has lower-case letters, digits, `-` and `_` only, and begins with a letter or digit.',
    next: ['Give a valid one: `sutazai -p NAME config`, or `name:` at the top of the compose file'],
    exit: 2,
    severity: 'error',
  },
  COMPOSE_UNKNOWN_SERVICE: {
    title: 'There is no service {service|of that name}[; there are: {known}]',
    cause: 'The name given is not one of the services of the compose file.',
    next: ['See the names: `sutazai status`', 'A service may be part of a profile: `sutazai up --profile NAME`'],
    exit: 2,
    severity: 'error',
  },
  COMPOSE_PROFILES_EXCLUSIVE: {
    title: 'The profiles {profile|given} cannot run together',
    cause: 'They are different ways to run the same service: the same port and the same data.',
    next: ['Choose one of: {known|the group}'],
    exit: 2,
    severity: 'error',
  },
  PROJECT_UNKNOWN: {
    title: 'Nothing of the project {project|asked for} exists on this engine',
    cause:
      'Without a compose file, a project is known only by its containers, networks and volumes, and there are none of this name.',
    next: [
      'See which projects there are: `docker compose ls --all`',
      'To start it, go to the folder with its compose file: `sutazai up`',
      'See which engine is used: `sutazai doctor`',
    ],
    exit: 2,
    severity: 'error',
  },
  UNKNOWN_TIER: {
    title: 'There is no tier {tier|of that name}[; there are: {known}]',
    cause: 'A tier is a group of services, given by `x-sutazai: tier:` in the compose file.',
    next: ['See services and their tiers: `sutazai status`'],
    exit: 2,
    severity: 'error',
  },
  COMPOSE_UNKNOWN_PROFILE: {
    title: 'There is no profile {profile|of that name}[: {reason}]',
    cause: 'No service of the compose file belongs to it.',
    next: ['See the profiles and names: `sutazai config`'],
    exit: 2,
    severity: 'error',
  },
  COMPOSE_ENV_FILE: {
    title: 'A file with variables cannot be used[: {reason}]',
    cause:
      'A file named by `env_file:` or `--env-file`, or the file .env, is missing or has a line that is not NAME=value.',
    next: [
      'Create or correct {file|the file}[, line {line}]',
      'If it may be missing, write `required: false` beside it in the compose file',
    ],
    exit: 2,
    severity: 'error',
  },
  COMPOSE_INCONSISTENT: {
    title: 'Settings in the compose file contradict each other[: {reason}]',
    cause: 'Each is allowed by itself, but not together[ ({key})].',
    next: ['Correct {file|the file}[ in line {line}]', 'Check it again: `sutazai config`'],
    exit: 2,
    severity: 'error',
  },
  COMPOSE_NO_SERVICE: {
    title: 'There is nothing to start[: {reason}]',
    cause: 'The compose file has no services, or all of them belong to profiles that are not chosen.',
    next: ['Choose a profile: `sutazai up --profile NAME`', 'See what the files add up to: `sutazai config`'],
    exit: 2,
    severity: 'error',
  },
} as const satisfies Area;
