/**
 * What a page may do: its own scripts, its own styles, its own host; nothing else, nothing inline. The terminal's library, which
 * would write style elements, gets constructed style sheets in the pages (styles-without-inline.ts).
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "manifest-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** @param host as the browser named it; the socket is reached under the same name only. */
export function securityHeaders(host: string): Record<string, string> {
  return {
    'content-security-policy': `${policy}; connect-src 'self' ws://${host}`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  };
}
