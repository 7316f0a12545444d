/**
 * What a page may do: its own scripts, its own styles, its own host; nothing else. Inline styles are allowed because the
 * terminal (xterm) writes its measures into a style element; scripts never are.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
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
