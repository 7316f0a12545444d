/** Where a page reaches its host: `ws://ADDRESS/api`, on the origin that served the page. */
export const socketPath = '/api';

/** Subprotocol that both sides speak. */
export const socketProtocol = 'sutazai';

/** A browser cannot set headers on a WebSocket; the token goes as a second subprotocol, which no log or history keeps. */
const tokenPrefix = 'token.';

/** Second argument of `new WebSocket(url, protocols)`. */
export function socketProtocols(token: string): string[] {
  return [socketProtocol, tokenPrefix + token];
}

/** The token among the offered subprotocols; empty if there is none. */
export function tokenOf(protocols: Iterable<string>): string {
  for (const one of protocols) if (one.startsWith(tokenPrefix)) return one.slice(tokenPrefix.length);
  return '';
}

/**
 * The link that is printed: the token stands behind `#`, so it is never sent with a request. The page takes it from
 * `location.hash`, keeps it in `localStorage` (which belongs to this port alone, unlike a cookie) and takes it out of the
 * address.
 */
export function linkWith(origin: string, token: string): string {
  return `${origin}/#token=${token}`;
}

/** Close codes of the socket: the page shows "the link is not valid any more" for the first, and reconnects for all others. */
export const closeCodes = { wrongToken: 4401, tooBig: 1009, goingAway: 1001 } as const;
