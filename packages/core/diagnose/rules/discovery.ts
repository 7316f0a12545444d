import type { Rule } from './rule.ts';

const firstContact = /^(?:$|engine|ping|info|version|system|connect|discover)/;
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
    text: /ssh: connect to host (?<host>\S+)|Permission denied \(publickey|Host key verification failed|command \[ssh .*?(?:-- )?(?<host2>\S+@\S+)? .*exit(?:ed with)? (?:exit )?status|ssh: Could not resolve hostname (?<host3>[^\s:]+)/s,
  },
  {
    code: 'ENGINE_WSL_INTEGRATION',
    text: /could not be found in this WSL \d? ?distro|WSL integration.*(?:not enabled|disabled)/i,
  },
  {
    code: 'ENGINE_CONTEXT_BROKEN',
    text: /context "?(?<context>[^\s":]+)"?(?: is|: context)? (?:"[^"]*" )?(?:not found|is not found)|unable to resolve docker endpoint|failed to (?:read|load|parse) (?:docker )?context(?: "?(?<context2>[^\s":]+))?/i,
  },
  {
    code: 'ENGINE_HOST_INVALID',
    text: /unable to parse docker host|invalid bind address format|unsupported protocol scheme "(?!https?)|invalid (?:engine|docker) (?:host|address|endpoint)/i,
  },
  {
    code: 'ENGINE_WINDOWS_CONTAINERS',
    text: /image operating system "linux" cannot be used on this platform|os(?:type)? "?windows"?.*(?:not supported|linux (?:is )?needed)|no matching manifest for windows\//i,
  },
  {
    code: 'ENGINE_CLIENT_TOO_OLD',
    text: /client version [\d.]+ is too old\.? Minimum supported API version is (?<minimum>[\d.]*\d)/i,
  },
  {
    code: 'ENGINE_TOO_OLD',
    text: /client version (?<needed>[\d.]+) is too new\.? Maximum supported API version is (?<offered>[\d.]*\d)/i,
  },
  { code: 'ENGINE_TLS', syscall: tlsCodes },
  {
    code: 'ENGINE_TLS',
    text: /client sent an HTTP request to an HTTPS server|unable to resolve docker endpoint: open .*(?:ca|cert|key)\.pem|remote error: tls: (?:bad certificate|certificate required)/i,
  },
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
    code: 'ENGINE_NOT_RUNNING',
    text: /(?:cannot|failed to) connect to the docker (?:daemon|API) at (?<endpoint>\S+?)[.;,]?(?:\s|$)|is the docker daemon running|open \/\/\.\/pipe\/\w+: The system cannot find the file specified/i,
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
    text: /containerd\.sock: connect: |rpc error: code = Unavailable|ttrpc: closed|^(?:socket hang up|aborted)$|daemon is shutting down|Shutdown in progress/i,
  },
];
