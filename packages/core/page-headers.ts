/**
 * What a page may do, the same in the window and in a browser: its own scripts, its own styles, its own host; nothing else,
 * nothing inline, nothing evaluated. The terminal's library, which would write style elements, gets constructed style sheets
 * in the pages (styles-without-inline.ts).
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "manifest-src 'self'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
];

/**
 * What every answer to a page carries, whoever gives it: the host over HTTP, the window's own scheme.
 * @param socket where a page may open WebSockets, as `ws://HOST`; the window needs none.
 */
export function pageHeaders(socket?: string): Record<string, string> {
  const connect = socket === undefined ? "connect-src 'self'" : `connect-src 'self' ${socket}`;
  return {
    'content-security-policy': [...policy, connect].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'permissions-policy':
      'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), bluetooth=(), display-capture=()',
  };
}
