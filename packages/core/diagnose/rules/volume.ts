import type { Rule } from './rule.ts';

export const volumes: readonly Rule[] = [
  {
    code: 'MOUNT_TYPE',
    text: [
      /error mounting "(?<path>[^"]+)"[^\n]*(?:mount a directory onto a file|not a directory)/i,
      /creating mount source path '(?<path>[^']+)'[^\n]*(?:not a directory|file exists)/i,
      /making volume mountpoint for volume (?<path>\S+): [^\n]*not a directory/i,
      // Podman reads the passwd file that a folder was put over.
      /unable to find user \S+: read (?<path>\S+): is a directory/i,
      /crun: [^\n]*(?:mount|open) `?(?<path>\/[^`\s]*)?[^\n]*(?:not a directory|is a directory)/i,
      /mount a directory onto a file/i,
    ],
  },
  {
    code: 'MOUNT_DENIED',
    text: [
      /path (?<path>\/\S+)\s+is not shared/i,
      /declined directory sharing (?<path>\S+)/i,
      /drive (?:has not been|is not) shared/i,
      /mounts denied/i,
      /creating mount source path '(?<path>[^']+)'[^\n]*(?:permission denied|operation not permitted|read-only)/i,
      /error mounting "(?<path>[^"]+)"[^\n]*(?:permission denied|operation not permitted)/i,
      /making volume mountpoint for volume (?<path>\/[^\s:]+): [^\n]*(?:permission denied|operation not permitted|read-only)/i,
    ],
  },
  {
    code: 'MOUNT_READ_ONLY',
    text: [
      /(?:make|create) mountpoint "?(?:for )?(?<path>\/[^\s":]+)[^\n]*read-only file system/i,
      /error mounting[^\n]*(?:to rootfs )?at "(?<path>[^"]+)"[^\n]*read-only file system/i,
      /mkdir(?:at)? `?(?<path>\/[^`\s:]+)`?: Read-only file system/i,
    ],
  },
  {
    code: 'VOLUME_MOUNT_FAILED',
    text: [
      /error (?:while )?mounting volume '[^']*\/volumes\/(?<volume>[^/']+)\/_data'/i,
      /error (?:while )?mounting volume '?(?<volume>[^\s':]+)/i,
      /mounting volume (?<volume>\S+) for container/i,
      /failed to mount local volume/i,
      /missing required option: "(?:device|type)"/i,
      /error resolving .*nfs/i,
      /mount\.nfs/i,
      /wrong fs type/i,
      /missing device in volume options/i,
    ],
  },
  {
    code: 'MOUNT_NOT_FOUND',
    text: [
      /bind source path does not exist: (?<path>\S+)/i,
      /error mounting "(?<path>[^"]+)"(?: to rootfs at "(?<target>[^"]+)")?[^\n]*no such file or directory/i,
      /statfs (?<path>\/[^\s:]+): no such file/i,
      // The same words about the program to start, or about a device, mean something else.
      /(?<!exec: "[^"\n]*": )(?:l?stat|source path) (?<path>\/(?!dev\/)[^\s:]+): no such file or directory/i,
    ],
  },
  {
    code: 'MOUNT_DUPLICATE',
    text: [
      /duplicate mount (?:point|destination):? ?(?<target>\/\S+)?/i,
      /(?<target>\/\S+): duplicate mount destination/i,
    ],
  },
  {
    code: 'VOLUME_NAME_INVALID',
    text: [
      /create (?<volume>[^\s:]+): "[^"]*" includes invalid characters for a local volume name/i,
      /volume name is too short/i,
      /invalid volume name/i,
      /running volume create[^\n]*names must match/i,
    ],
  },
  {
    code: 'MOUNT_PATH_INVALID',
    text: [
      /invalid mount path: '(?<path>[^']*)'/i,
      /invalid (?:volume|mount|bind mount) spec(?:ification)?:? '?(?<path>[^\s']+)/i,
      /^invalid mode: /i,
      /invalid option type "/i,
      /mount path must be absolute/i,
      /invalid mount config for type/i,
      /destination can't be/i,
      /must be an absolute path/i,
      /invalid container path "?(?<path>[^\s",]+)/i,
    ],
  },
  {
    code: 'VOLUME_IN_USE',
    text: [
      /(?:remove )?(?<volume>[^\s:]+): volume is in use/i,
      /volume (?<volume>\S+) is being used by the following container/i,
    ],
  },
  {
    code: 'VOLUME_CONFLICT',
    text: [
      /volume named "?(?<volume>[^\s"]+?)"? already exists/i,
      /volume name must be unique/i,
      /volume with name (?<volume>\S+) already exists/i,
      /volume already exists/i,
    ],
  },
  {
    code: 'VOLUME_DRIVER_MISSING',
    text: [
      /looking up volume plugin (?<driver>[^\s:]+)/i,
      /volume plugin (?<driver>\S+) (?:not found|is not)/i,
      /no volume plugin with name "?(?<driver>[^\s":]+)/i,
      /invalid option[^\n]*local[^\n]*driver/i,
    ],
  },
  {
    code: 'VOLUME_MISSING',
    text: [
      /get (?<volume>[^\s:]+): no such volume/i,
      /no such volume:? ?(?<volume>\S+)?/i,
      /no volume with name "?(?<volume>[^\s"]+)/i,
    ],
  },
];
