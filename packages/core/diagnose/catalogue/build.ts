import { type Area, onDesktop, onLinux } from './entry.ts';

/** Building images here. */
export const build = {
  BUILD_FAILED: {
    title: 'Building the image of {service|a service} failed[ at: {step}]',
    cause:
      'A step of the Dockerfile ended with an error[ (exit code {exitCode})]. Its last lines are shown with this message.',
    next: [
      'Read the last lines of the build below: the first error among them is usually the cause',
      'Correct it, then build again: `sutazai up --build`',
    ],
    exit: 1,
    severity: 'error',
  },
  BUILD_DOCKERFILE_MISSING: {
    title: 'The Dockerfile {path|of {service|a service}} does not exist',
    cause: 'The compose file says that the image is built here, but the recipe is not where it should be.',
    next: [
      'Check `build.dockerfile` and `build.context` of {service|the service}: `sutazai config` shows the full paths',
      'Upper and lower case count: the file is usually called `Dockerfile`',
    ],
    exit: 2,
    severity: 'error',
  },
  BUILD_CONTEXT_MISSING: {
    title: 'The folder {path|to build {service|a service} from} does not exist',
    cause: 'The compose file names it under `build.context`, and it is not there or cannot be read.',
    next: [
      'Check `build.context` of {service|the service}: `sutazai config` shows the full path',
      'If it is part of a git repository, fetch its submodules: `git submodule update --init`',
    ],
    exit: 2,
    severity: 'error',
  },
  BUILD_DOCKERFILE_SYNTAX: {
    title: 'The Dockerfile of {service|a service} has a mistake[ in line {line}][: {reason}]',
    cause: 'The engine does not understand an instruction in it.',
    next: ['Correct the line, then build again: `sutazai up --build`'],
    exit: 2,
    severity: 'error',
  },
  BUILD_COPY_MISSING: {
    title: 'The build of {service|a service} wants to copy {path|a file} that is not there',
    cause: 'COPY and ADD only see files inside `build.context`, and not those that .dockerignore leaves out.',
    next: [
      'Check that the file is there and not listed in .dockerignore',
      'Check `build.context` of {service|the service}: `sutazai config`',
    ],
    exit: 1,
    severity: 'error',
  },
  BUILD_TARGET_MISSING: {
    title: 'The Dockerfile of {service|a service} has no stage {target|of that name}',
    cause: 'The compose file names it under `build.target`.',
    next: ['Correct `build.target`; stages are named by `FROM … AS NAME` in the Dockerfile'],
    exit: 2,
    severity: 'error',
  },
  BUILD_SSH_AGENT: {
    title: 'The build of {service|a service} needs the ssh agent "{agent|default}", and there is none[ at {path}]',
    cause:
      'The compose file names it under `build.ssh`: the build fetches something with your ssh key. Key files are not read.',
    next: [
      'Start an agent and add the key: `eval "$(ssh-agent)"`, then `ssh-add`',
      'Then, in the same terminal: `sutazai up --build`',
    ],
    exit: 4,
    severity: 'error',
  },
  BUILD_BUILDER_MISSING: {
    title: 'This engine has no builder for the image of {service|a service}',
    cause: 'The Dockerfile needs BuildKit, and the buildx plugin of Docker is missing or broken.',
    next: [
      onLinux('Install it: the package is called `docker-buildx-plugin` or `docker-buildx`'),
      onDesktop('Update Docker Desktop, it brings the builder along'),
      'Then: `sutazai up --build`',
    ],
    exit: 1,
    severity: 'error',
  },
} as const satisfies Area;
