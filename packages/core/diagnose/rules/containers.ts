import type { Rule } from './rule.ts';

/** What the engine and runc or crun say when a container is made, started or stopped. */
export const containers: readonly Rule[] = [
  {
    code: 'CONTAINER_NAME_TAKEN',
    text: /container name "\/?(?<name>[^"]+)" is already in use(?: by (?:container )?"?(?<owner>[\da-f]{12})?)?/i,
  },
  {
    code: 'CONTAINER_PARENT_GONE',
    text: /cannot join (?:\w+(?: namespace)?) of a? ?(?:non.running container|container)|joining \w+ (?:namespace|mode) of (?:a )?container|cannot join (?:network|pid|ipc)|depends on container \S+ not found|no such container: \S+ - .*namespace/i,
  },
  { code: 'CONTAINER_OOM', text: /container init was OOM-killed|OOM.?killed/i },
  {
    code: 'CONTAINER_USER_UNKNOWN',
    text: /unable to find (?:user|group) (?<user>[^\s:]+)|no matching entries in (?:passwd|group) file|no users found/i,
  },
  {
    code: 'CONTAINER_WORKDIR',
    text: /chdir to cwd \("(?<path>[^"]+)"\)|working directory '(?<path2>[^']+)' is invalid|cwd must be an absolute path|mkdir (?:to )?cwd|chdir: (?:no such|not a dir|permission)|workdir "(?<path3>[^"]+)" does not exist/i,
  },
  { code: 'CONTAINER_NO_COMMAND', text: /no command specified|no command or entrypoint/i },
  {
    code: 'CONTAINER_COMMAND_NOT_FOUND',
    text: /exec:? "?(?<command>[^":]*)"?: (?:executable file not found|(?:stat|fork\/exec) [^:]*: no such file or directory|no such file or directory)|executable file `?(?<command2>[^`\s]+)`? not found|command that was not found|exec (?<command3>\/\S+): no such file or directory/i,
  },
  {
    code: 'CONTAINER_PERMISSION',
    text: /exec:? "?(?<command>[^":]*)"?: (?:permission denied|is a directory|operation not permitted)|exec (?<command2>\/\S+): permission denied|open executable: (?:permission denied|is a directory)|(?:crun: )?open `?(?<command3>\/[^`]*)`?: permission denied: OCI permission denied/i,
  },
  {
    code: 'CONTAINER_BUSY',
    text: /removal of container (?<subject>\S+) is already in progress|is already being|marked for removal|container is being (?:removed|created)|cannot (?:start|remove) [^\n]*while it is in state/i,
  },
  {
    code: 'CONTAINER_STILL_RUNNING',
    text: /cannot remove (?:a running )?container(?: "\/?(?<name>[^"]+)")?|stop the container before|as it is running - running or paused containers cannot be removed/i,
  },
  {
    code: 'CONTAINER_STOP_FAILED',
    text: /cannot (?:stop|kill) container|could not kill|did not receive an exit event|did not exit within/i,
  },
  {
    code: 'CONTAINER_ROOTFS_READ_ONLY',
    text: /container rootfs is marked read-only|mounted volume is marked read-only/i,
  },
  {
    code: 'NOT_RUNNING',
    text: /container \S+ is (?:not running|paused|restarting|stopped)|can only create exec sessions on running containers|is not running, can't|container state improper/i,
  },
  {
    code: 'CONTAINER_MISSING',
    text: /no such container: ?(?<subject>[^\s,]+)|no container with name or id "?(?<subject2>[^\s"]+)|no such exec instance/i,
  },
];
