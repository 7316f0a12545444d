import type { Rule } from './rule.ts';

/** Nothing was ever there, as opposed to: it has gone. */
const firstContact = /^(?:$|engine\.(?:connect|version|ping)|ping|version)/;
const tlsCodes = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'EPROTO',
  // Node's parser met something that is not HTTP: a TLS greeting.
  'HPE_INVALID_CONSTANT',
];

/** No answer from the engine, or an answer about the talk itself. Texts of the docker command line are met through contexts and SSH. */
export const discovery: readonly Rule[] = [
  {
    code: 'ENGINE_SSH_FAILED',
    text: [
      /ssh: connect to host (?<host>\S+)/,
      /(?<host>[^\s@]{1,200}@[^\s@]{1,200}): Permission denied \(publickey/,
      /Permission denied \(publickey/,
      /Host key verification failed/,
      /command \[ssh [^\n]*exited with exit status/,
      /ssh: Could not resolve hostname (?<host>[^\s:]+)/,
    ],
  },
  {
    code: 'ENGINE_WSL_INTEGRATION',
    text: [/could not be found in this WSL \d? ?distro/i, /WSL integration.*(?:not enabled|disabled)/i],
  },
  {
    code: 'ENGINE_HOST_INVALID',
    text: [
      /unable to parse docker host/i,
      /invalid bind address format(?:: (?<endpoint>\S+))?/i,
      /"(?<endpoint>[^"]*)" is no engine address/i,
      /unsupported protocol scheme "(?!https?)/i,
      /invalid (?:engine|docker) (?:host|address|endpoint)/i,
    ],
  },
  {
    code: 'ENGINE_TLS',
    text: [
      /client sent an HTTP request to an HTTPS server/i,
      /unable to resolve docker endpoint: open .*(?:ca|cert|key)\.pem/i,
      /remote error: tls: (?:bad certificate|certificate required)/i,
    ],
  },
  {
    code: 'ENGINE_CONTEXT_BROKEN',
    text: [
      /context "?(?<context>[^\s":]+)"?(?: is|: context)? (?:"[^"]*" )?(?:not found|is not found)/i,
      /failed to (?:read|load|parse) (?:docker )?context(?: "?(?<context>[^\s":]+))?/i,
      /unable to resolve docker endpoint/i,
    ],
  },
  {
    code: 'ENGINE_WINDOWS_CONTAINERS',
    text: [
      /image operating system "linux" cannot be used on this platform/i,
      /os(?:type)? "?windows"?.*(?:not supported|linux (?:is )?needed)/i,
      /no matching manifest for windows\//i,
    ],
  },
  {
    code: 'ENGINE_CLIENT_TOO_OLD',
    text: [
      /client version [\d.]+ is too old\.? Minimum supported API version is (?<minimum>[\d.]*\d)/i,
      /accepts API (?<minimum>[\d.]+) and newer[^\n]*is too old/i,
    ],
  },
  {
    code: 'ENGINE_TOO_OLD',
    text: [
      /client version (?<needed>[\d.]+) is too new\.? Maximum supported API version is (?<offered>[\d.]*\d)/i,
      /speaks API (?<offered>[\d.]+); (?<needed>[\d.]+) \([^)]*\) is the oldest that works/i,
    ],
  },
  { code: 'ENGINE_TLS', syscall: tlsCodes },
  { code: 'ENGINE_SOCKET_DENIED', syscall: ['EACCES', 'EPERM'] },
  {
    code: 'ENGINE_SOCKET_DENIED',
    text: /permission denied while trying to connect to the (?:docker|Docker) (?:daemon|API)/i,
  },
  { code: 'ENGINE_MISSING', syscall: ['ENOENT'], operation: firstContact },
  { code: 'ENGINE_LOST', syscall: ['ENOENT'] },
  // A refusal by an address with a port comes from the network, by a path from a socket that nobody listens on.
  {
    code: 'ENGINE_UNREACHABLE',
    syscall: ['ECONNREFUSED'],
    text: /(?:^|\s)(?<endpoint>(?:\[[\da-f:]+\]|[\w.-]+|[\da-f:]+):\d{1,5})(?:\s|$)/i,
  },
  { code: 'ENGINE_NOT_RUNNING', syscall: ['ECONNREFUSED'] },
  {
    code: 'ENGINE_UNREACHABLE',
    text: /(?:cannot|failed to) connect to the docker (?:daemon|API) at (?<endpoint>(?:tcp|https?):\S+?)[.;,]?(?:\s|$)/i,
  },
  {
    code: 'ENGINE_NOT_RUNNING',
    text: [
      /(?:cannot|failed to) connect to the docker (?:daemon|API) at (?<endpoint>\S+?)[.;,]?(?:\s|$)/i,
      /is the docker daemon running/i,
      /open \/\/\.\/pipe\/\w+: The system cannot find the file specified/i,
    ],
  },
  {
    code: 'ENGINE_UNREACHABLE',
    syscall: ['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL'],
  },
  { code: 'ENGINE_TIMEOUT', syscall: ['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ETIME'] },
  {
    code: 'ENGINE_LOST',
    syscall: ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'HPE_INVALID_EOF_STATE', 'ERR_STREAM_PREMATURE_CLOSE'],
  },
  {
    code: 'ENGINE_LOST',
    text: [
      /containerd\.sock: connect: /i,
      /rpc error: code = Unavailable/i,
      /ttrpc: closed/i,
      /^(?:socket hang up|aborted)$/i,
      /daemon is shutting down/i,
      /the engine closed (?:its|the) (?:connection|event stream|stream)/i,
      /Shutdown in progress/i,
    ],
  },
];
