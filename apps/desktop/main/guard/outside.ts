/** Ports on this machine that pages may open in the browser: those that the stack's services publish right now. */
export type LoopbackPorts = () => ReadonlySet<number>;

/**
 * The address to hand to the system's browser, or undefined where nothing may be opened: https to anywhere, plain http only
 * to a listed port of this machine, never with a name and password in it.
 */
export function openableOutside(address: string, ports: LoopbackPorts): string | undefined {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  if (url.protocol === 'https:') return url.href;
  if (url.protocol !== 'http:' || !loopback.has(url.hostname)) return undefined;
  return ports().has(Number(url.port || 80)) ? url.href : undefined;
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);
