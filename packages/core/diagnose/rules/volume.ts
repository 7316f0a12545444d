import type { Rule } from './rule.ts';

export const volumes: readonly Rule[] = [
  {
    code: 'MOUNT_TYPE',
    text: /(?:error mounting "(?<path>[^"]+)"[^\n]*)?(?:mount a directory onto a file|not a directory: unknown|is not a directory)|creating mount source path '(?<path2>[^']+)'[^\n]*(?:not a directory|file exists)|crun: [^\n]*(?:mount|open)[^\n]*Not a directory/i,
  },
  {
    code: 'MOUNT_DENIED',
    text: /mounts denied|path (?<path>\/\S+)\s+is not shared|declined directory sharing (?<path2>\S+)|drive (?:has not been|is not) shared|creating mount source path '(?<path3>[^']+)'[^\n]*(?:permission denied|operation not permitted|read-only)|error mounting "(?<path4>[^"]+)"[^\n]*(?:permission denied|operation not permitted)/i,
  },
  {
    code: 'MOUNT_READ_ONLY',
    text: /(?:make|create) mountpoint "?(?:for )?(?<path>\/[^\s":]+)[^\n]*read-only file system|error mounting[^\n]*(?:to rootfs )?at "(?<path2>[^"]+)"[^\n]*read-only file system|mkdir(?:at)? `?(?<path3>\/[^`\s:]+)`?: Read-only file system/i,
  },
  {
    code: 'VOLUME_MOUNT_FAILED',
    text: /failed to mount local volume|error (?:while )?mounting volume '?(?<volume>[^\s':]+)|error resolving .*nfs|mount\.nfs|wrong fs type|missing device in volume options/i,
  },
  {
    code: 'MOUNT_NOT_FOUND',
    text: /bind source path does not exist: (?<path>\S+)|error mounting "(?<path2>[^"]+)"(?: to rootfs at "(?<target>[^"]+)")?[^\n]*no such file or directory|statfs (?<path3>\/[^\s:]+): no such file|(?:l?stat|source path) (?<path4>\/[^\s:]+): no such file or directory/i,
  },
  {
    code: 'MOUNT_DUPLICATE',
    text: /duplicate mount (?:point|destination):? ?(?<target>\/\S+)?|(?<target2>\/\S+): duplicate mount destination/i,
  },
  {
    code: 'VOLUME_NAME_INVALID',
    text: /create (?<volume>[^\s:]+): "[^"]*" includes invalid characters for a local volume name|volume name is too short|invalid volume name|running volume create[^\n]*names must match|names must match \[a-zA-Z0-9\]/i,
  },
  {
    code: 'MOUNT_PATH_INVALID',
    text: /invalid (?:volume|mount|bind mount) (?:specification|spec)[^\n]*?'?(?<path>[^\s']*)'?$|invalid mount path: '(?<path2>[^']*)'|mount path must be absolute|invalid mount config for type|destination can't be|must be an absolute path|invalid container path "?(?<path3>[^\s",]+)/i,
  },
  {
    code: 'VOLUME_IN_USE',
    text: /(?:remove )?(?<volume>[^\s:]+): volume is in use|volume (?<volume2>\S+) is being used by the following container/i,
  },
  {
    code: 'VOLUME_CONFLICT',
    text: /volume named "?(?<volume>[^\s"]+?)"? already exists|volume name must be unique|volume with name (?<volume2>\S+) already exists|volume already exists/i,
  },
  {
    code: 'VOLUME_DRIVER_MISSING',
    text: /looking up volume plugin (?<driver>[^\s:]+)|plugin "(?<driver2>[^"]+)" not found|volume plugin (?<driver3>\S+) (?:not found|is not)|no volume plugin with name "?(?<driver4>[^\s":]+)|invalid option[^\n]*local[^\n]*driver/i,
  },
  {
    code: 'VOLUME_MISSING',
    text: /get (?<volume>[^\s:]+): no such volume|no such volume:? ?(?<volume2>\S+)?|no volume with name "?(?<volume3>[^\s"]+)/i,
  },
];
