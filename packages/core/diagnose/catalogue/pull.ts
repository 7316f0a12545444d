import { type Area, onDesktop, onLinux } from './entry.ts';

/** Fetching images. */
export const pull = {
  PULL_DENIED: {
    title: 'The registry does not give out {image|the image}',
    cause:
      'The image does not exist under this name, or it is private and needs a login. Registries do not tell the two apart.',
    next: [
      'Check the name for typing errors: `sutazai config` shows it as it is asked for',
      'If it is private, log in: `docker login {registry|HOST}`',
      'If it is to be built here: `sutazai up --build`',
    ],
    exit: 1,
    severity: 'error',
  },
  PULL_NOT_FOUND: {
    title: 'The image {image|asked for} does not exist',
    cause: 'The registry knows no image, or no version (tag), of this name. Versions are removed at times.',
    next: [
      'Check name and version in the compose file: `sutazai config` shows them resolved',
      'If it is to be built here: `sutazai up --build`',
    ],
    exit: 1,
    severity: 'error',
  },
  PULL_RATE_LIMITED: {
    title: 'The registry[ {registry}] gives out no more images for now',
    cause: 'The number of downloads without a login is limited per address and time, and it is used up.',
    next: [
      'Log in, a free account has a higher limit: `docker login[ {registry}]`',
      'Or wait (the limit is counted over hours), then go on where it stopped: `sutazai up`',
    ],
    exit: 1,
    severity: 'error',
  },
  PULL_EOF: {
    title: 'The download of {image|an image} was cut off',
    cause: 'The connection to the registry ended in the middle: unstable network, a proxy, or a registry under load.',
    next: [
      'Try again, finished parts are kept: `sutazai up`',
      'If it happens again and again, check proxy and VPN; `sutazai doctor` shows what the engine uses',
    ],
    exit: 1,
    severity: 'error',
  },
  PULL_NO_PROGRESS: {
    title: 'The download of {image|an image} stands still[ for {seconds} s]',
    cause: 'No data came for so long that waiting makes no sense. The connection hangs, or the registry does.',
    next: [
      'Try again, finished parts are kept: `sutazai up`',
      onDesktop('If it hangs again, restart Docker Desktop'),
      onLinux('If it hangs again, restart the engine: `sudo systemctl restart docker` (this stops running containers)'),
    ],
    exit: 5,
    severity: 'error',
  },
  PULL_REGISTRY_UNREACHABLE: {
    title: 'The registry {registry|of {image|the image}} cannot be reached',
    cause:
      'The engine got no connection to the server that holds the images: no internet, no name resolution, a proxy or a firewall.',
    next: [
      'Check the internet connection, then go on: `sutazai up`',
      onLinux('Behind a proxy, tell the engine: `sudo systemctl edit docker` and set HTTPS_PROXY there'),
      onDesktop('Behind a proxy, tell Docker Desktop: Settings → Resources → Proxies'),
      'Without internet, bring the images along: `docker save` on another machine, `docker load` here',
    ],
    exit: 1,
    severity: 'error',
  },
  PULL_TLS: {
    title: 'The registry {registry|of {image|the image}} does not prove who it is',
    cause:
      'Its certificate is not trusted by the engine: made by the company itself, expired, or replaced by a proxy that reads along. A wrong clock does it too.',
    next: [
      'Check date and time of this machine',
      onLinux('Give the engine the certificate of the registry: put it in /etc/docker/certs.d/{registry|HOST}/ca.crt'),
      onDesktop('Add the certificate to the trusted ones of your system and restart Docker Desktop'),
    ],
    exit: 1,
    severity: 'error',
  },
  PULL_HTTP_REGISTRY: {
    title: 'The registry {registry|of {image|the image}} speaks without encryption',
    cause: 'The engine only talks to encrypted registries unless an exception is made.',
    next: [
      onLinux(
        'Make an exception in /etc/docker/daemon.json: `"insecure-registries": ["{registry|HOST:PORT}"]`, then `sudo systemctl restart docker`',
      ),
      onDesktop(
        'Make an exception in Docker Desktop: Settings → Docker Engine → `"insecure-registries": ["{registry|HOST:PORT}"]`',
      ),
    ],
    exit: 1,
    severity: 'error',
  },
  PULL_PLATFORM: {
    title: 'The image {image|asked for} is not offered for this kind of processor[ ({platform})]',
    cause: 'The registry has it for other processors or systems only.',
    next: [
      'See what it is offered for: `docker manifest inspect {image|IMAGE}`',
      'Choose another version, or set `platform: linux/amd64` for {service|the service} to have it emulated (slow)',
    ],
    exit: 1,
    severity: 'error',
  },
  PULL_AUTH_HELPER: {
    title: 'The saved login for {registry|the registry} cannot be read',
    cause: 'Docker keeps logins with a helper program[ ({helper})], and this program is missing or failed.',
    next: [
      'Log in again: `docker login[ {registry}]`',
      'If the helper is gone for good, remove the line `credsStore` from ~/.docker/config.json',
      onLinux('In a WSL distribution the helper ends in .exe and needs Docker Desktop to be running'),
    ],
    exit: 1,
    severity: 'error',
  },
  PULL_REGISTRY_ERROR: {
    title: 'The registry {registry|of {image|the image}} has a problem of its own',
    cause: 'It answered with an internal error. That lies on its side.',
    next: ['Wait a few minutes, then go on where it stopped: `sutazai up`'],
    exit: 1,
    severity: 'error',
  },
  PULL_CORRUPT: {
    title: 'The download of {image|an image} arrived damaged',
    cause: 'What came does not match its checksum: a proxy that changes downloads, or a faulty disk or memory.',
    next: [
      'Try again: `sutazai up`',
      'If it stays, fetch it without VPN and proxy, and check the disk: `sutazai doctor`',
    ],
    exit: 1,
    severity: 'error',
  },
  PULL_FORMAT: {
    title: 'The image {image|asked for} has a format this engine does not know',
    cause: 'It is too old (schema 1, no longer supported), too new for this engine, or not a container image at all.',
    next: [
      'Choose a newer version of the image in the compose file',
      'Or update the engine: `sutazai doctor` shows its version',
    ],
    exit: 1,
    severity: 'error',
  },
  IMAGE_REFERENCE_INVALID: {
    title: 'The image name {image|in the compose file} is not valid',
    cause:
      'A name looks like `postgres:17` or `registry.example/team/app:1.2`: lower case, no spaces, at most one version.',
    next: [
      'Correct it in the compose file; an empty variable is a common reason, `sutazai config` shows what comes out',
    ],
    exit: 2,
    severity: 'error',
  },
  IMAGE_MISSING: {
    title: 'The image {image|of {service|a service}} is not on this machine',
    cause: 'It was removed meanwhile, or the compose file forbids to fetch it (`pull_policy: never`).',
    next: [
      'Fetch it: `docker pull {image|IMAGE}`, then `sutazai up`',
      'If it is to be built here: `sutazai up --build`',
    ],
    exit: 1,
    severity: 'error',
  },
  IMAGE_IN_USE: {
    title: 'The image {image|asked for} cannot be removed, a container uses it',
    cause: 'As long as a container exists, also a stopped one, its image stays.',
    next: [
      'See which one: `docker ps -a --filter ancestor={image|IMAGE}`',
      "Remove the stack's containers: `sutazai down`",
    ],
    exit: 1,
    severity: 'warning',
  },
} as const satisfies Area;
