// The real browser of the end-to-end tests: where it is, and how it is started.
import { existsSync } from 'node:fs';
import { env } from 'node:process';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

const places = [env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const chromiumPath = (): string | undefined => places.find((path) => path && existsSync(path));

/** For `describe.skipIf`; where skipping is forbidden a missing browser is an error. */
export function browserAvailable(): boolean {
  if (chromiumPath() !== undefined) return true;
  if (env.SUTAZAI_NO_SKIP === '1') throw new Error('there is no Chromium (npm test installs it; or CHROMIUM=PATH)');
  return false;
}

/** Nothing of it reaches for the network; no GPU of the machine takes part. */
export const chromiumArgs = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // root has no user namespaces to put the sandbox into.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

export function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('there is no Chromium');
  return chromium.launch({ executablePath, args: chromiumArgs, ...options });
}
