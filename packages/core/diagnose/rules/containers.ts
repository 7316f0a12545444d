import type { Rule } from './rule.ts';

/** What the engine and runc or crun say when a container is made, started or stopped. */
export const containers: readonly Rule[] = [
  {
    code: 'CONTAINER_NAME_TAKEN',
    text: /container name "\/?(?<name>[^"]+)" is already in use(?: by (?:container )?"?(?<owner>[\da-f]{12})?)?/i,
  },
  {
    code: 'CONTAINER_PARENT_GONE',
    text: [
      /(?:cannot|failed to) join (?:network|pid|ipc|uts)/i,
      /joining \w+ (?:namespace|mode) of (?:a )?container/i,
      /container to share \w+ namespace with/i,
      /depends on container \S+ not found/i,
      /no such container: \S+ - .*namespace/i,
    ],
  },
  { code: 'CONTAINER_OOM', text: [/container init was OOM-killed/i, /OOM.?killed/i] },
  {
    code: 'CONTAINER_USER_UNKNOWN',
    text: [
      /unable to find (?:user|group) (?<user>[^\s:]+)/i,
      /no matching entries in (?:passwd|group) file/i,
      /no users found/i,
    ],
  },
  {
    code: 'CONTAINER_WORKDIR',
    text: [
      /chdir to cwd \("(?<path>[^"]+)"\)/i,
      /working directory '(?<path>[^']+)' is invalid/i,
      /cannot mkdir: (?<path>\S+) is not a directory/i,
      /cwd must be an absolute path/i,
      /mkdir (?:to )?cwd/i,
      /chdir: (?:no such|not a dir|permission)/i,
      /workdir "(?<path>[^"]+)" (?:does not exist|exists on container \S+, but is not a directory)/i,
    ],
  },
  { code: 'CONTAINER_NO_COMMAND', text: [/no command specified/i, /no command or entrypoint/i] },
  {
    code: 'CONTAINER_COMMAND_NOT_FOUND',
    text: [
      /exec:? "?(?<command>[^":]*)"?: (?:executable file not found|(?:stat|fork\/exec) [^:]*: no such file or directory|no such file or directory)/i,
      /executable file `?(?<command>[^`\s]+)`? not found/i,
      // Podman says this of every file that was not found, kernel settings included.
      /^(?![\s\S]*\/proc\/sys\/)[\s\S]*command that was not found/i,
      /exec (?<command>\/\S+): no such file or directory/i,
    ],
  },
  {
    code: 'CONTAINER_PERMISSION',
    text: [
      /exec:? "?(?<command>[^":]*)"?: (?:permission denied|is a directory|operation not permitted)/i,
      /exec (?<command>\/\S+): permission denied/i,
      /open executable: (?:permission denied|is a directory)/i,
      /(?:crun: )?open `?(?<command>\/[^`]*)`?: permission denied: OCI permission denied/i,
    ],
  },
  {
    code: 'CONTAINER_BUSY',
    text: [
      /removal of container (?<subject>\S+) is already in progress/i,
      /is already being/i,
      /marked for removal/i,
      /container is being (?:removed|created)/i,
      /cannot (?:start|remove) [^\n]*while it is in state/i,
    ],
  },
  {
    code: 'CONTAINER_STILL_RUNNING',
    text: [
      /cannot remove (?:a running )?container "?\/?(?<name>[\w.-]+)[^\n]*running/i,
      /stop the container before/i,
      /as it is running - running or paused containers cannot be removed/i,
    ],
  },
  // A start never complains about the container itself that it does not run: it means the one whose space is shared.
  { code: 'CONTAINER_PARENT_GONE', operation: /^container\.start$/, text: /^container \S+ is not running$/i },
  { code: 'CONTAINER_ROOTFS_READ_ONLY', operation: /^container\.upload$/, text: /read-only file system/i },
  {
    code: 'NOT_RUNNING',
    text: [
      /container \S+ is (?:not running|paused|restarting|stopped)/i,
      /can only create exec sessions on running containers/i,
      /is not running, can't/i,
      /container state improper/i,
    ],
  },
  {
    code: 'CONTAINER_STOP_FAILED',
    text: [
      /cannot (?:stop|kill) container/i,
      /could not kill/i,
      /did not receive an exit event/i,
      /did not exit within/i,
    ],
  },
  {
    code: 'CONTAINER_ROOTFS_READ_ONLY',
    text: [/container rootfs is marked read-only/i, /mounted volume is marked read-only/i],
  },
  {
    code: 'CONTAINER_MISSING',
    text: [
      /no such container: ?(?<subject>[^\s,]+)/i,
      /no container with name or id "?(?<subject>[^\s"]+)/i,
      /no such exec instance: (?<subject>\S+)/i,
      /no exec session with ID (?<subject>\S+)/i,
    ],
  },
];
