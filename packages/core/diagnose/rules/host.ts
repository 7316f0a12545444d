import type { Rule } from './rule.ts';

/** What the kernel under the engine refuses. */
export const host: readonly Rule[] = [
  {
    code: 'ULIMIT_REFUSED',
    text: [
      /setting rlimit type (?<rlimit>\d+)/i,
      /wrong rlimit value: (?:RLIMIT_)?(?<limit>\S+)/i,
      /setrlimit `?(?:RLIMIT_)?(?<limit>\w+)/i,
      /invalid ulimit(?: type)?:? ?(?<limit>\w+)?/i,
      /ulimit (?:soft|hard) limit/i,
      /error setting rlimit/i,
    ],
  },
  { code: 'APPARMOR', text: [/apparmor[^\n]* the (?<profile>[\w.-]+) profile could not/i, /apparmor/i] },
  { code: 'SECCOMP', text: /seccomp/i },
  {
    code: 'SECURITY_OPTION',
    text: [/invalid (?:--)?security-opt[^"]*(?:"(?<reason>[^"]+)")?/i, /unable to parse security/i],
  },
  {
    code: 'CAPABILITY_UNKNOWN',
    text: [
      /(?:unknown|invalid) capability:? ?(?:to \w+: )?"?(?:CAP_)?(?<capability>\w+)/i,
      /"(?:CAP_)?(?<capability>\w+)": unknown capability/i,
      /invalid Cap(?:Add|Drop): [^\n]*?"?(?:CAP_)?(?<capability>\w+)"?$/i,
    ],
  },
  {
    code: 'SYSCTL_REFUSED',
    text: [
      /(?:write |setting )?sysctl(?: key)? ["'`]?(?<sysctl>[\w.*/-]+)/i,
      /\/proc\/sys\/(?<sysctl>[\w./-]+): (?:no such file|read-only|permission|invalid)/i,
    ],
  },
  {
    code: 'DEVICE_MISSING',
    text: [
      /adding (?:custom )?device "(?<device>[^"]+)"/i,
      /(?:stat|lstat) (?<device>\/dev\/[^\s:]+): no such file/i,
      /error gathering device information/i,
    ],
  },
  {
    code: 'RUNTIME_MISSING',
    text: [
      /unknown (?:or invalid )?runtime(?: name| specified)?:? "?(?<runtime>[\w.-]+)/i,
      /(?:OCI )?runtime "?(?<runtime>[\w.-]+)"? not (?:found|supported|configured)/i,
      /default OCI runtime "?(?<runtime>[\w.-]+)"? not found/i,
    ],
  },
  {
    code: 'LOG_DRIVER',
    text: [
      /no log driver named '?(?<driver>[\w-]+)/i,
      /looking up logging plugin (?<driver>[^\s:]+)/i,
      /using the '(?<driver>[\w-]+)' log driver, cannot read/i,
      /does not support reading/i,
      /initialize logging driver/i,
      /invalid log driver/i,
      /unknown log opt '[^']*' for (?<driver>[\w-]+)/i,
      /unknown log opt/i,
    ],
  },
  {
    code: 'CGROUP_LIMIT',
    text: [
      /range of CPUs is from /i,
      /minimum (?:kernel )?memory/i,
      /(?:CPUs|memory nodes) are not available/i,
      /invalid value \S+ for cpuset/i,
      /memory swappiness/i,
      /always set (?:the|a) memory limit/i,
      /unable to set memory limit/i,
      /nano ?CPUs/i,
      /CPU CFS/i,
      /your kernel does not support/i,
      /cgroup-parent/i,
      /oom score adj/i,
      /(?:cgroup|procHooks|memory\.max|cpu\.max|pids\.max)[^\n]*(?:permission denied|invalid|not permitted|no such file|not supported|device or resource busy|can't|cannot)/i,
      /cannot set (?:memory|cpu|pids) limit/i,
    ],
  },
  {
    code: 'ENGINE_STORAGE',
    text: [
      /overlay[^\n]*(?:invalid argument|no such file|not supported|too many levels|failed to remove)/i,
      /layer does not exist/i,
      /failed to register layer/i,
      /input\/output error/i,
      /structure needs cleaning/i,
      /content digest \S+: not found/i,
      /lease[^\n]*read-only/i,
      /graphdriver/i,
      /(?:mkdir|open|create) \/var\/lib\/(?:docker|containerd)[^\n]*read-only/i,
    ],
  },
];

/** General wordings: tried when nothing more particular was recognised. */
export const rest: readonly Rule[] = [
  { code: 'CANCELLED', text: [/context canceled/i, /operation was cancell?ed by the user/i] },
  {
    code: 'PRIVILEGE_REFUSED',
    text: [
      /operation not permitted/i,
      /privileged mode is incompatible/i,
      /not (?:allowed|supported) (?:in|with) rootless/i,
      /rootless (?:mode|containers)[^\n]*(?:not|cannot)/i,
      /permission denied/i,
    ],
  },
  {
    code: 'KERNEL_FEATURE',
    text: [
      /modprobe: [^\n]*not found/i,
      /operation not supported/i,
      /function not implemented/i,
      /kernel does not support/i,
      /module [\w-]+ not found/i,
    ],
  },
  { code: 'ENGINE_UNSUPPORTED', status: [501] },
  { code: 'ENGINE_UNSUPPORTED', status: [404], text: /^Not Found$/ },
  {
    code: 'ENGINE_UNSUPPORTED',
    text: [
      /page not found/i,
      /not implemented/i,
      /requires (?:at least )?API version/i,
      /container cannot be (?:connected to|created with multiple) network endpoints/i,
      /not supported (?:by|on) (?:this|podman)/i,
      /not a swarm manager/i,
      /is not supported/i,
    ],
  },
  { code: 'ENGINE_TIMEOUT', text: [/context deadline exceeded/i, /timed? ?out waiting/i, /did not answer in time/i] },
  { code: 'SETTING_REFUSED', status: [400], operation: /create|update|connect|start/ },
  // Podman calls wrong settings an internal error (500).
  {
    code: 'SETTING_REFUSED',
    operation: /create|update|connect|start/,
    text: [
      /strconv\.\w+: parsing "/,
      /names must match \[a-zA-Z0-9\]/,
      /is not a valid /i,
      /invalid (?:signal|mount option|argument)/i,
      /unable to parse host entry/i,
    ],
  },
];
