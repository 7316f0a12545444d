import { type Area, on, onDesktop, onLinux, onMac, onWindows } from './entry.ts';

/** Finding and reaching the container engine. */
export const discovery = {
  ENGINE_MISSING: {
    title: 'No container engine was found on this machine',
    cause:
      'SutazAI runs its services in containers and needs Docker (or Podman) for that. None of the usual places has one[; looked at {tried}].',
    next: [
      onLinux(
        'Install Docker Engine as docs.docker.com/engine/install describes for your system, then start it: `sudo systemctl enable --now docker`',
      ),
      on(
        'wsl',
        'Or install Docker Desktop on Windows and switch on this distribution under Settings → Resources → WSL integration',
      ),
      on('win32', 'Install Docker Desktop (docker.com) with its WSL 2 option and open it once'),
      onMac('Install Docker Desktop (docker.com), OrbStack or Colima and open it once'),
      'If the engine runs elsewhere, point at it: set `DOCKER_HOST` to its address',
      'Check again: `sutazai doctor`',
    ],
    exit: 3,
    severity: 'error',
  },
  ENGINE_SOCKET_DENIED: {
    title: 'This user may not talk to the container engine[ at {endpoint}]',
    cause:
      'The engine is there, but its socket lets in only certain users. On Linux these are the members of the group `docker`.',
    next: [
      onLinux('Join the group: `sudo usermod -aG docker $USER`, then log out and in again (or run `newgrp docker`)'),
      on('wsl', 'After joining the group, restart the distribution: `wsl.exe --shutdown`'),
      on('win32', 'Add your Windows user to the local group `docker-users`, then sign out and in again'),
      onMac('Restart Docker Desktop; it makes the socket anew for the signed-in user'),
      'Check again: `sutazai doctor`',
    ],
    exit: 3,
    severity: 'error',
  },
  ENGINE_NOT_RUNNING: {
    title: 'The container engine is installed but not running[ ({endpoint})]',
    cause: 'Nobody answers at the place where the engine listens. It was stopped, or it has not finished starting.',
    next: [
      onLinux('Start it: `sudo systemctl start docker` (Podman: `systemctl --user start podman.socket`)'),
      onDesktop('Open Docker Desktop and wait until it says "Engine running"'),
      onLinux('If it does not stay up, its log says why: `journalctl -u docker -n 50`'),
      'Check again: `sutazai doctor`',
    ],
    exit: 3,
    severity: 'error',
  },
  ENGINE_UNREACHABLE: {
    title: 'The container engine[ at {endpoint}] cannot be reached',
    cause:
      'The address of the engine leads to another machine or port, and no connection came about: a wrong address, a firewall, no network, or the engine does not listen there.',
    next: [
      'See which address is used and where it was configured: `sutazai doctor`',
      'To use the engine of this machine instead, remove the setting: `unset DOCKER_HOST` or `docker context use default`',
      'Check that the other machine is on and its engine listens on that port',
    ],
    exit: 3,
    severity: 'error',
  },
  ENGINE_TIMEOUT: {
    title: 'The container engine[ at {endpoint}] does not answer[ within {seconds} s]',
    cause: 'The connection is open but no answer came. The engine is overloaded, waking up, or stuck.',
    next: [
      'Wait a minute and try again: `sutazai doctor`',
      onDesktop('Restart Docker Desktop from its menu'),
      onLinux('If it stays silent, restart it: `sudo systemctl restart docker` (this stops running containers)'),
    ],
    exit: 3,
    severity: 'error',
  },
  ENGINE_TOO_OLD: {
    title: 'The container engine is too old[: it offers API {offered}, needed is {needed}]',
    cause: 'SutazAI needs Docker 20.10 or later (API 1.41), or Podman 4 or later.',
    next: [
      onLinux('Update Docker with the package manager that installed it, see docs.docker.com/engine/install'),
      onDesktop('Update Docker Desktop: menu → Check for updates'),
      'Check again: `sutazai doctor`',
    ],
    exit: 3,
    severity: 'error',
  },
  ENGINE_CLIENT_TOO_OLD: {
    title: 'The container engine refuses this version of the protocol[: it wants API {minimum} or later]',
    cause:
      'The engine was probably updated while SutazAI was connected, and no longer speaks the version agreed on before.',
    next: [
      'Try again, the version is then agreed on anew: `sutazai status`',
      'If a fixed version is set, remove it: `unset DOCKER_API_VERSION`',
      'If it stays, update SutazAI',
    ],
    exit: 3,
    severity: 'error',
  },
  ENGINE_WINDOWS_CONTAINERS: {
    title: 'The container engine is set to Windows containers',
    cause:
      'All services of the platform are Linux containers. Docker Desktop runs only one of the two kinds at a time.',
    next: [
      onWindows('Right-click the Docker icon in the task bar and choose "Switch to Linux containers…"'),
      'Point at an engine for Linux containers: set `DOCKER_HOST` or choose one with `docker context use NAME`',
      'Check again: `sutazai doctor`',
    ],
    exit: 3,
    severity: 'error',
  },
  ENGINE_TLS: {
    title: 'The secured connection to the container engine[ at {endpoint}] failed',
    cause:
      'The engine and this program do not agree on certificates: one is missing, expired, made for another name, or one side speaks without encryption.',
    next: [
      'Check that ca.pem, cert.pem and key.pem lie in the folder named by `DOCKER_CERT_PATH` (or in the Docker context) and are not expired',
      'If the engine listens without TLS, unset `DOCKER_TLS_VERIFY`; if it listens with TLS, set it to 1',
      'See which address and context are used: `sutazai doctor`',
    ],
    exit: 3,
    severity: 'error',
  },
  ENGINE_CONTEXT_BROKEN: {
    title: 'The Docker context {context|in use} cannot be read',
    cause:
      'A Docker context says where the engine is. This one is named in the settings, but its file is missing or not valid.',
    next: [
      'See what there is: `docker context ls`',
      'Go back to the engine of this machine: `docker context use default`',
      'If `DOCKER_CONTEXT` is set, remove it: `unset DOCKER_CONTEXT`',
    ],
    exit: 3,
    severity: 'error',
  },
  ENGINE_HOST_INVALID: {
    title: 'The address of the container engine is not valid[: {endpoint}]',
    cause:
      'An address looks like unix:///var/run/docker.sock, npipe:////./pipe/docker_engine, tcp://host:2376 or ssh://user@host.',
    next: ['Correct or remove it: `unset DOCKER_HOST`', 'See where the address comes from: `sutazai doctor`'],
    exit: 3,
    severity: 'error',
  },
  ENGINE_SSH_FAILED: {
    title: 'The container engine could not be reached over SSH[ at {endpoint}]',
    cause:
      'Logging in to the other machine failed, its key is not known here, or there is no `docker` command on the other side.',
    next: [
      'Try the login by itself, it must work without questions: `ssh {host|USER@HOST} docker version`',
      'Load your key into the agent: `ssh-add`',
      'On the other machine the user must be allowed to use Docker: `sudo usermod -aG docker $USER`',
    ],
    exit: 3,
    severity: 'error',
  },
  ENGINE_WSL_INTEGRATION: {
    title: 'Docker Desktop is not switched on for this WSL distribution[ ({distribution})]',
    cause: 'Docker Desktop runs on Windows, but this distribution was not given access to it.',
    next: [
      'In Docker Desktop: Settings → Resources → WSL integration → switch on this distribution → Apply & restart',
      'Then open a new terminal and check: `sutazai doctor`',
    ],
    exit: 3,
    severity: 'error',
  },
  ENGINE_LOST: {
    title: 'The connection to the container engine was lost',
    cause:
      'The engine stopped, restarted or crashed while it was being talked to. What was asked last may be half done.',
    next: [
      'Look at what is there now: `sutazai status`',
      onLinux('If the engine is down, start it: `sudo systemctl start docker`'),
      onDesktop('If the engine is down, open Docker Desktop'),
      'Finish what was interrupted, nothing is done twice: `sutazai up`',
    ],
    exit: 3,
    severity: 'error',
  },
} as const satisfies Area;
