import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumPath } from '../../browser/chromium.ts';

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
    executablePath: chromiumPath() ?? 'chromium',
    viewport: null,
    // The app decides when it ends, as Electron does.
    handleSIGTERM: false,
    handleSIGINT: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      // A camera and a microphone that could be granted.
      '--use-fake-device-for-media-stream',
      '--remote-debugging-port=0',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
  // Electron opens no window that the app did not allow; a browser does. What a page opens here is cut off and closed at once.
  await context.route('**/*', (route) => route.abort('blockedbyclient'));
  context.on('page', (page) => {
    if (expected > 0) expected -= 1;
    else void page.close().catch(() => undefined);
  });
  launched = { context, folder };
}

let expected = 0;

/** A page that the app asked for. */
export function newPage(): Promise<Page> {
  if (launched === undefined) throw new Error('A window can be made only after app is ready');
  expected += 1;
  return launched.context.newPage();
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
