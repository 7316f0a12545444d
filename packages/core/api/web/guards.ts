import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Names under which a page of this machine may ask. Any other name that leads here was made to (DNS rebinding): a page of a
 * stranger could otherwise read what we serve.
 */
export function allowedHosts(port: number): ReadonlySet<string> {
  return new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
}

/** A browser always says where a page came from; programs that are no browsers say nothing and need the token alone. */
export function originAllowed(origin: string | undefined, hosts: ReadonlySet<string>): boolean {
  if (origin === undefined) return true;
  return [...hosts].some((host) => origin === `http://${host}`);
}

/** Compares in a time that does not depend on where two tokens differ, or on their lengths. */
export function sameToken(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
