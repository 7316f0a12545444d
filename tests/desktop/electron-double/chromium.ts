import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

/**
 * Chromium cannot be taught a scheme from outside, so `sutazai://app` lives at this address inside the browser; it is answered
 * by the app's own protocol handler and never looked up. Everything that the app sees is translated back.
 */
export const insideOrigin = 'https://app.sutazai.test';
export const toInside = (url: string): string => url.replace(/^sutazai:\/\/app(?=\/|$)/, insideOrigin);
export const toOutside = (url: string): string =>
  url.startsWith(insideOrigin) ? `sutazai://app${url.slice(insideOrigin.length)}` : url;

let launched: { context: BrowserContext; folder: string } | undefined;

/** One browser per app, with a profile that is thrown away. Names resolve to nothing: no page can reach outside. */
export async function launchChromium(_profile: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sutazai-double-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    viewport: null,
    // The app decides when it ends, as Electron does.
    handleSIGTERM: false,
    handleSIGINT: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--remote-debugging-port=0',
      // Electron opens no window by itself either; what was asked for is told by Page.windowOpen.
      '--block-new-web-contents',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
  launched = { context, folder };
}

export function browserContext(): BrowserContext {
  if (launched === undefined) throw new Error('A window can be made only after app is ready');
  return launched.context;
}

/** Where a test attaches to the same browser; undefined while there is none. */
export function debuggingAddress(): string | undefined {
  if (launched === undefined) return undefined;
  const [port, path] = readFileSync(join(launched.folder, 'DevToolsActivePort'), 'utf8').split('\n');
  return `ws://127.0.0.1:${port}${path}`;
}

export async function closeChromium(): Promise<void> {
  const closing = launched;
  launched = undefined;
  await closing?.context.close();
  if (closing) rmSync(closing.folder, { recursive: true, force: true });
}
