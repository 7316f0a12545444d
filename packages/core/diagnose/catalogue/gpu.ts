import { type Area, on, onLinux, onMac, onWindows } from './entry.ts';

/** Graphics cards, checked in three steps: the machine, the engine, the container. */
export const gpu = {
  GPU_HOST_MISSING: {
    title: 'No usable graphics card was found in this machine',
    cause: '{service|A service} asks for a graphics card (GPU). There is none, or its driver does not show it.',
    next: [
      'Models also run on the processor, slower: remove `gpus:` or `deploy.resources.reservations.devices` from the service, or leave the GPU profile off',
      onLinux('If there is a card, see if the system knows it: `lspci | grep -iE "vga|3d|nvidia"`'),
      onWindows('If there is a card, install its current Windows driver; WSL gets it from there'),
      onMac('On a Mac the graphics card cannot be used from containers; run Ollama natively and point SutazAI at it'),
      'Check again: `sutazai doctor`',
    ],
    exit: 4,
    severity: 'error',
  },
  GPU_DRIVER: {
    title: 'The driver of the graphics card does not work[: {reason}]',
    cause:
      'The card is there, but its driver is missing, not loaded (often after a kernel update), or too old for the image.',
    next: [
      onLinux('Ask the driver: `nvidia-smi` must list the card. If it does not, install the driver again and reboot'),
      onWindows('Install the current driver on Windows, then `wsl.exe --shutdown` and start again'),
      onMac('On a Mac the graphics card cannot be used from containers; run Ollama natively and point SutazAI at it'),
      'Check again: `sutazai doctor`',
    ],
    exit: 4,
    severity: 'error',
  },
  GPU_RUNTIME_MISSING: {
    title: 'The container engine cannot pass the graphics card on',
    cause:
      'The engine has no support for graphics cards: the NVIDIA Container Toolkit (or CDI for other makers) is missing or not registered.',
    next: [
      onLinux(
        'Install the package `nvidia-container-toolkit`, then: `sudo nvidia-ctk runtime configure --runtime=docker` and `sudo systemctl restart docker`',
      ),
      onWindows('Use Docker Desktop with the WSL 2 engine: Settings → General → "Use the WSL 2 based engine"'),
      onMac('On a Mac the graphics card cannot be used from containers; run Ollama natively and point SutazAI at it'),
      'Or run without a card: leave the GPU profile off; check with `sutazai doctor`',
    ],
    exit: 4,
    severity: 'error',
  },
  GPU_CONTAINER: {
    title: 'The graphics card is not usable inside {service|the container}[: {reason}]',
    cause: 'The machine has the card and the engine knows it, but the program in the container cannot reach it.',
    next: [
      'Try it by itself: `docker run --rm --gpus all {image|IMAGE} nvidia-smi`',
      onLinux(
        'After a driver update, reboot; with systemd cgroups a reload can take the card away: restart the service',
      ),
      'Restart the service: `sutazai restart {service|SERVICE}`',
      'Check the three steps: `sutazai doctor`',
    ],
    exit: 1,
    severity: 'error',
  },
  GPU_CDI: {
    title: 'The engine does not know the device {device|asked for}',
    cause:
      'Devices of the form vendor/class=name come from a description (CDI) that has to be generated once, and again after driver updates.',
    next: [
      onLinux('Generate it: `sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml`'),
      on('win32', 'Update Docker Desktop, it generates the description itself'),
      'See what is known: `docker info --format "{{.DiscoveredDevices}}"`',
    ],
    exit: 4,
    severity: 'error',
  },
  GPU_REQUEST_INVALID: {
    title: 'The request of {service|a service} for graphics cards is not valid[: {reason}]',
    cause: 'A number of cards and a list of ids exclude each other, and the ids must be ones that exist.',
    next: [
      'Use either `count:` or `device_ids:` under `devices:` in the compose file',
      onLinux('See the ids: `nvidia-smi -L`'),
    ],
    exit: 2,
    severity: 'error',
  },
} as const satisfies Area;
