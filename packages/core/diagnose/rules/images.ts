import type { Rule } from './rule.ts';

const image = /^image\.|^pull|^build/;

/** Before the container rules: these texts also speak of a program that was not found. */
export const credentials: readonly Rule[] = [
  {
    code: 'PULL_AUTH_HELPER',
    text: [
      /error getting credentials/i,
      /(?<helper>docker-credential-[\w.-]+)[^\n]*(?:not found|executable file|exit status)/i,
      /credential helper/i,
    ],
  },
];

/** Fetching. Registries word things differently; the status of the registry stands in the text, not in the engine's answer. */
export const images: readonly Rule[] = [
  {
    code: 'PULL_RATE_LIMITED',
    text: [/toomanyrequests/i, /too many requests/i, /pull rate limit/i, /429 Too Many/i, /status(?: code)?:? 429/i],
  },
  {
    code: 'PULL_PLATFORM',
    text: [
      /no matching manifest for (?<platform>[\w/.-]+)/i,
      /no match for platform in manifest/i,
      /no image found in (?:manifest list|image index) for architecture "?(?<platform>\w+)/i,
    ],
  },
  {
    code: 'IMAGE_REFERENCE_INVALID',
    text: [
      /invalid reference format/i,
      /repository name must be lowercase/i,
      /invalid tag format/i,
      /error parsing reference/i,
      /reference format: /i,
    ],
  },
  { code: 'PULL_HTTP_REGISTRY', text: /server gave HTTP response to HTTPS client/i },
  {
    code: 'PULL_TLS',
    text: [
      /x509: /i,
      /tls: failed to verify/i,
      /certificate (?:signed by unknown|has expired|is not trusted)/i,
      /tls: (?:handshake failure|unknown certificate|first record does not look like)/i,
    ],
  },
  {
    code: 'PULL_FORMAT',
    text: [
      /schema ?(?:version )?1/i,
      /Docker Image Format v1/i,
      /mediaType in manifest/i,
      /media type "[^"]+" is no longer supported/i,
      /unsupported (?:manifest )?media ?type/i,
      /unsupported manifest/i,
      /unsupported schema version/i,
      /no FSLayers in manifest/i,
      /missing signature key/i,
      /invalid rootfs in image config/i,
      /unknown image type/i,
    ],
  },
  {
    code: 'PULL_CORRUPT',
    text: [
      /verification failed for digest/i,
      /unexpected commit (?:digest|size)/i,
      /does not match (?:the )?(?:expected )?digest/i,
      /unexpected size/i,
      /digest did not match/i,
      /failed size validation/i,
      /invalid (?:tar|checksum) header/i,
      /gzip: invalid/i,
      /archive\/tar: invalid/i,
    ],
  },
  {
    code: 'PULL_NOT_FOUND',
    text: [
      /manifest for (?<image>\S+) not found/i,
      /reading manifest \S+ in (?<image>\S+): (?:manifest|name) unknown/i,
      /manifest unknown/i,
      /name unknown/i,
      /repository (?<image>\S+) not found/i,
      /failed to resolve (?:source metadata for|reference) "?(?<image>[^\s"]+?)"?: [^\n]*not found/i,
      /failed to create LLB definition: (?<image>\S+): not found/i,
      /requested image not found/i,
    ],
  },
  {
    code: 'PULL_DENIED',
    text: [
      /pull access denied for (?<image>[^\s,]+)/i,
      /access to the resource is denied/i,
      /no basic auth credentials/i,
      /(?:^|: )denied\b/i,
      /unauthorized/i,
      /insufficient_scope/i,
      /authentication required/i,
      /incorrect username or password/i,
      /(?:HTTP|status)[ :]+(?:code:? )?40[13]\b/i,
      /invalid username\/password/i,
      /\b40[13] (?:Unauthorized|Forbidden)/,
    ],
    operation: image,
  },
  { code: 'PULL_DENIED', text: [/pull access denied for (?<image>[^\s,]+)/i, /no basic auth credentials/i] },
  { code: 'PULL_DENIED', operation: /^image\.pull/, status: [401, 403] },
  {
    code: 'PULL_REGISTRY_ERROR',
    text: [
      /unexpected HTTP status:? 5\d\d/i,
      /status(?: code)?:? 50[0234]/i,
      /50[0234] (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)/i,
    ],
    operation: image,
  },
  {
    code: 'PULL_REGISTRY_UNREACHABLE',
    text: [
      /(?:dial tcp|lookup|(?:Get|Head) "?https?:\/\/(?<registry>[^/"]+))[^\n]*(?:no such host|server misbehaving|connection refused|no route to host|network is unreachable|i\/o timeout|timeout awaiting|TLS handshake timeout|Client\.Timeout|deadline exceeded|Temporary failure)/i,
      /proxyconnect tcp/i,
      /net\/http: TLS handshake timeout/i,
      /Proxy Authentication Required/i,
    ],
  },
  {
    code: 'PULL_EOF',
    text: [
      /\bEOF\b/i,
      /connection reset by peer/i,
      /broken pipe/i,
      /unexpected end of/i,
      /expected HTTP 206 from byte range request/i,
      /INTERNAL_ERROR; received from peer/i,
      /short read/i,
      /download failed after attempts/i,
    ],
    operation: image,
  },
  { code: 'PULL_NO_PROGRESS', text: [/stalled/i, /no progress/i], operation: image },
  {
    code: 'IMAGE_IN_USE',
    text: [
      /unable to remove repository reference "?(?<image>[^\s"]+)/i,
      /unable to delete (?<image>\S+)/i,
      /image is in use by/i,
      /image (?<image>\S+) is being used/i,
    ],
  },
  {
    code: 'IMAGE_MISSING',
    text: [
      /no such image: ?(?<image>[^\s,]+?)(?:[.,]?\s|$)/i,
      /failed to find image (?<image>\S+?):? /i,
      /(?<image>\S{1,300}): image not known/i,
    ],
  },
];
