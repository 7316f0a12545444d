import { type Area, onDesktop, onLinux, onWindows } from './entry.ts';

/** Disk, memory and processor of the machine. */
export const resources = {
  DISK_FULL: {
    title: 'The disk is full[: {service} could not write any more]',
    cause:
      'Nothing more can be written[ to {path}]. Images, containers and volumes share the disk of the container engine.',
    next: [
      'See what takes the space: `docker system df`',
      'Remove images that nothing uses: `docker image prune -a`, and old build results: `docker builder prune`',
      onDesktop('Enlarge the disk of Docker Desktop: Settings → Resources → Disk image size'),
      onLinux('If `df -h` shows space, look for used-up file entries: `df -i`'),
      'Then go on, finished downloads are kept: `sutazai up`',
    ],
    exit: 1,
    severity: 'error',
  },
  DISK_LOW: {
    title: 'There is too little disk space for the images[: {needed} needed, {free} free]',
    cause: 'The images that still have to be fetched would not fit on the disk of the container engine.',
    next: [
      'Remove images that nothing uses: `docker image prune -a`',
      'Start only a part of the stack: `sutazai up SERVICE`',
      onDesktop('Enlarge the disk of Docker Desktop: Settings → Resources → Disk image size'),
      onLinux('Make room on the disk of the engine: `docker info --format "{{.DockerRootDir}}"` says which one'),
    ],
    exit: 4,
    severity: 'error',
  },
  MEMORY_LOW: {
    title: 'There is too little memory[: {needed} needed, {total} available to the engine]',
    cause: 'The services together ask for more memory than the engine has. They would be killed while they work.',
    next: [
      'Start only a part of the stack: `sutazai up SERVICE`',
      onDesktop('Give Docker Desktop more memory: Settings → Resources → Memory'),
      onWindows(
        'With WSL 2 the limit stands in the file .wslconfig of your Windows home: `memory=16GB` under [wsl2], then `wsl.exe --shutdown`',
      ),
      onLinux('Close other programs, or lower `mem_limit` in the compose file'),
    ],
    exit: 4,
    severity: 'error',
  },
  ARCH_MISMATCH: {
    title:
      'The image {image|of {service|a service}} is made for {have|another kind of processor}[, this machine is {want}]',
    cause:
      'Programs are built for one kind of processor (amd64 for Intel and AMD, arm64 for Apple and most ARM boards).',
    next: [
      'Choose an image that is offered for this machine; `docker manifest inspect {image|IMAGE}` lists the kinds',
      onDesktop(
        'Docker Desktop can emulate the other kind, slowly: set `platform: {platform|linux/amd64}` for the service',
      ),
      onLinux('Emulation, slowly: install the package `qemu-user-static` and set `platform:` for the service'),
      'If it is built here, build it anew: `sutazai up --build`',
    ],
    exit: 1,
    severity: 'error',
  },
  EXEC_FORMAT: {
    title: 'The program of {service|the container} cannot run on this processor',
    cause:
      'The image is made for another kind of processor than this machine has, or its start script lacks the first line (`#!/bin/sh`).',
    next: [
      'See what the image is made for: `docker image inspect --format "{{.Os}}/{{.Architecture}}" {image|IMAGE}`',
      'Fetch or build it for this machine: `sutazai up --build`',
      'If the start command is a script, its first line must name its interpreter, e.g. `#!/bin/sh`',
    ],
    exit: 1,
    severity: 'error',
  },
  CPU_UNSUPPORTED: {
    title: '{service|The program} uses instructions that this processor does not have',
    cause:
      'It was ended by an illegal instruction (exit code 132). Usually the processor is too old, or a virtual machine hides AVX.',
    next: [
      'In a virtual machine, pass the processor through ("host" CPU type), then: `sutazai restart {service|SERVICE}`',
      'Choose a version of the image for older processors in the compose file',
      'See the last words of the program: `sutazai logs {service|SERVICE}`',
    ],
    exit: 1,
    severity: 'error',
  },
} as const satisfies Area;
