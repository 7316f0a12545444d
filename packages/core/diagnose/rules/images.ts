import type { Rule } from './rule.ts';

const image = /^image\.|^pull|^build/;

/** Fetching. Registries word things differently; the status of the registry stands in the text, not in the engine's answer. */
export const images: readonly Rule[] = [
  {
    code: 'PULL_AUTH_HELPER',
    text: /error getting credentials|(?<helper>docker-credential-[\w.-]+)[^\n]*(?:not found|executable file|exit status)|credential helper/i,
  },
  {
    code: 'PULL_RATE_LIMITED',
    text: /toomanyrequests|too many requests|pull rate limit|429 Too Many|status(?: code)?:? 429/i,
  },
  {
    code: 'PULL_PLATFORM',
    text: /no matching manifest for (?<platform>[\w/.-]+)|no match for platform in manifest|no image found in (?:manifest list|image index) for architecture "?(?<platform2>\w+)/i,
  },
  {
    code: 'IMAGE_REFERENCE_INVALID',
    text: /invalid reference format|repository name must be lowercase|invalid tag format|error parsing reference|reference format: /i,
  },
  { code: 'PULL_HTTP_REGISTRY', text: /server gave HTTP response to HTTPS client/i },
  {
    code: 'PULL_TLS',
    text: /x509: |tls: failed to verify|certificate (?:signed by unknown|has expired|is not trusted)|tls: (?:handshake failure|unknown certificate|first record does not look like)/i,
  },
  {
    code: 'PULL_FORMAT',
    text: /schema ?(?:version )?1|Docker Image Format v1|mediaType in manifest|unsupported (?:manifest )?media ?type|unsupported manifest|missing signature key|invalid rootfs in image config|unknown image type/i,
  },
  {
    code: 'PULL_CORRUPT',
    text: /verification failed for digest|unexpected commit (?:digest|size)|does not match (?:the )?(?:expected )?digest|unexpected size|invalid (?:tar|checksum) header|gzip: invalid|archive\/tar: invalid/i,
  },
  {
    code: 'PULL_NOT_FOUND',
    text: /manifest for (?<image>\S+) not found|manifest unknown|name unknown|repository (?<image2>\S+) not found|failed to resolve (?:source metadata|reference)[^\n]*: not found|requested image not found|reading manifest \S+ in (?<image3>\S+): (?:manifest|name) unknown/i,
  },
  {
    code: 'PULL_DENIED',
    text: /pull access denied for (?<image>[^\s,]+)|access to the resource is denied|no basic auth credentials|unauthorized|insufficient_scope|authentication required|incorrect username or password|(?:HTTP|status)[ :]+(?:code:? )?40[13]\b|invalid username\/password/i,
    operation: image,
  },
  { code: 'PULL_DENIED', text: /pull access denied for (?<image>[^\s,]+)|no basic auth credentials/i },
  {
    code: 'PULL_REGISTRY_ERROR',
    text: /unexpected HTTP status:? 5\d\d|status(?: code)?:? 50[0234]|50[0234] (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)/i,
    operation: image,
  },
  {
    code: 'PULL_REGISTRY_UNREACHABLE',
    text: /(?:dial tcp|lookup|Get "?https?:\/\/(?<registry>[^/"]+))[^\n]*(?:no such host|server misbehaving|connection refused|no route to host|network is unreachable|i\/o timeout|timeout awaiting|TLS handshake timeout|Client\.Timeout|deadline exceeded|Temporary failure)|proxyconnect tcp|net\/http: TLS handshake timeout|Proxy Authentication Required/i,
  },
  {
    code: 'PULL_EOF',
    text: /\bEOF\b|connection reset by peer|broken pipe|unexpected end of|INTERNAL_ERROR; received from peer|short read|download failed after attempts/i,
    operation: image,
  },
  { code: 'PULL_NO_PROGRESS', text: /stalled|no progress/i, operation: image },
  {
    code: 'IMAGE_IN_USE',
    text: /unable to (?:remove repository reference "?(?<image>[^\s"]+)|delete (?<image2>\S+))|image is in use by|image (?<image3>\S+) is being used/i,
  },
  { code: 'IMAGE_MISSING', text: /no such image: ?(?<image>[^\s,]+?)(?:[.,]?\s|$)|(?<image2>\S+): image not known/i },
];
