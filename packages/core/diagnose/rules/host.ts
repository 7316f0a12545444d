import type { Rule } from './rule.ts';

/** What the kernel under the engine refuses. The last rule is general and must stay the last of all. */
export const host: readonly Rule[] = [
  {
    code: 'ULIMIT_REFUSED',
    text: /setting rlimit(?:s[^\n]*?rlimit)? type (?<rlimit>\d+)|setrlimit `?(?:RLIMIT_)?(?<limit>\w+)|ulimit (?:soft|hard) limit|invalid ulimit(?: type)?:? ?(?<limit2>\w+)?|error setting rlimit/i,
  },
  { code: 'APPARMOR', text: /apparmor(?:[^\n]*profile "?(?<profile>[\w.-]+)"? (?:is not|not|could not))?/i },
  { code: 'SECCOMP', text: /seccomp/i },
  {
    code: 'SECURITY_OPTION',
    text: /invalid (?:--)?security-opt[^"]*(?:"(?<reason>[^"]+)")?|unable to parse security/i,
  },
  {
    code: 'CAPABILITY_UNKNOWN',
    text: /(?:unknown|invalid) capability:? ?(?:to \w+: )?"?(?:CAP_)?(?<capability>\w+)|invalid Cap(?:Add|Drop): [^\n]*?"?(?:CAP_)?(?<capability2>\w+)"?$/i,
  },
  {
    code: 'SYSCTL_REFUSED',
    text: /(?:write |setting )?sysctl(?: key)? ["'`]?(?<sysctl>[\w.*/-]+)|\/proc\/sys\/(?<sysctl2>[\w./-]+): (?:no such file|read-only|permission|invalid)/i,
  },
  {
    code: 'DEVICE_MISSING',
    text: /adding (?:custom )?device "(?<device>[^"]+)"|(?:stat|lstat) (?<device2>\/dev\/[^\s:]+): no such file|error gathering device information/i,
  },
  {
    code: 'RUNTIME_MISSING',
    text: /unknown (?:or invalid )?runtime(?: name| specified)?:? "?(?<runtime>[\w.-]+)|(?:OCI )?runtime "?(?<runtime2>[\w.-]+)"? not (?:found|supported|configured)|default OCI runtime "?(?<runtime3>[\w.-]+)"? not found/i,
  },
  {
    code: 'LOG_DRIVER',
    text: /no log driver named '?(?<driver>[\w-]+)|does not support reading|initialize logging driver|invalid log driver|unknown log opt '?(?<driver2>[\w-]+)?/i,
  },
  {
    code: 'CGROUP_LIMIT',
    text: /(?<reason>Range of CPUs is from [^\n]+|Minimum memory[^\n]+|Minimum kernel memory[^\n]+|Requested (?:CPUs|memory nodes) are not available[^\n]*|Invalid value \S+ for cpuset[^\n]*|Maximum memory swappiness[^\n]*|You should always set the Memory limit[^\n]*|(?:NanoCPUs|CPU CFS)[^\n]*(?:kernel|scheduler)[^\n]*|Your kernel does not support[^\n]+|cgroup-parent[^\n]+|Invalid value[^\n]*oom[^\n]*|Conflicting options: Nano CPUs[^\n]*)|(?:cgroup|procHooks|memory\.max|cpu\.max|pids\.max)[^\n]*(?:permission denied|invalid|not permitted|no such file|not supported|device or resource busy|can't|cannot)|cannot set (?:memory|cpu|pids) limit/i,
  },
  {
    code: 'ENGINE_STORAGE',
    text: /overlay[^\n]*(?:invalid argument|no such file|not supported|too many levels|failed to remove)|layer does not exist|failed to register layer|input\/output error|structure needs cleaning|content digest \S+: not found|lease[^\n]*read-only|graphdriver|(?:mkdir|open|create) \/var\/lib\/(?:docker|containerd)[^\n]*read-only/i,
  },
];

export const rest: readonly Rule[] = [
  { code: 'CANCELLED', text: /context canceled|operation was cancell?ed by the user/i },
  {
    code: 'PRIVILEGE_REFUSED',
    text: /operation not permitted|privileged mode is incompatible|not (?:allowed|supported) (?:in|with) rootless|rootless (?:mode|containers)[^\n]*(?:not|cannot)|permission denied/i,
  },
  {
    code: 'KERNEL_FEATURE',
    text: /modprobe: [^\n]*not found|operation not supported|function not implemented|kernel does not support|module [\w-]+ not found/i,
  },
  { code: 'ENGINE_UNSUPPORTED', status: [501] },
  {
    code: 'ENGINE_UNSUPPORTED',
    text: /page not found|not implemented|requires (?:at least )?API version|container cannot be connected to network endpoints|not supported (?:by|on) (?:this|podman)|not a swarm manager|is not supported/i,
  },
  { code: 'ENGINE_TIMEOUT', text: /context deadline exceeded|timed? ?out waiting|did not answer in time/i },
  { code: 'SETTING_REFUSED', status: [400], operation: /create|update|connect|start/ },
];
