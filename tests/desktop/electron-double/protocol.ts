import { recorded } from './record.ts';

type Handler = (request: Request) => Response | Promise<Response>;
const handlers = new Map<string, Handler>();

class ProtocolDouble {
  registerSchemesAsPrivileged(customSchemes: Electron.CustomScheme[]): void {
    recorded.privilegedSchemes.push(...customSchemes);
  }
  handle(scheme: string, handler: Handler): void {
    handlers.set(scheme, handler);
  }
}
export const protocol = new ProtocolDouble();

/** What the app's own handler answers; undefined for a scheme that it does not serve. */
export async function answerOf(url: string, method: string): Promise<Response | undefined> {
  const handler = handlers.get(new URL(url).protocol.slice(0, -1));
  return handler === undefined ? undefined : handler(new Request(url, { method }));
}
