import { type App, shell } from 'electron';
import type { Log } from '../log.ts';
import { type LoopbackPorts, openableOutside } from './outside.ts';

/**
 * Binds every page that ever comes to be: it stays where the app put it, opens no window, embeds nothing. Registered before
 * the first window, so that none escapes.
 */
export function guardContents(app: App, ports: LoopbackPorts, log: Log): void {
  app.on('web-contents-created', (_, contents) => {
    contents.on('will-navigate', (event) => {
      log.warn(`Kept the page from going to ${originOf(event.url)}.`);
      event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      const address = openableOutside(url, ports);
      if (address === undefined) log.warn(`Did not open ${originOf(url)}: neither https nor a port of the stack.`);
      else void shell.openExternal(address);
      return { action: 'deny' };
    });
  });
}

/** Without path and query: they may hold what does not belong in a log. */
const originOf = (address: string): string => {
  const url = URL.parse(address);
  return url === null ? 'an address that cannot be read' : `${url.protocol}//${url.host}`;
};
