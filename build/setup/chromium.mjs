// The browser of the end-to-end tests. Debian's own package: a test tool's download of its own browser is one more thing
// that can fail. Elsewhere CHROMIUM names one that is there already.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Installs Chromium where this is root on Debian and there is none. Why there is none; undefined if there is. */
export function ensureChromium() {
  if (chromium()) return undefined;
  if (process.platform !== 'linux') return `there is no Chromium (name one by CHROMIUM=PATH)`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return 'there is no Chromium, and installing it needs root on Debian (or name one by CHROMIUM=PATH)';
  }
  console.log('Chromium: installing …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status;
  // Without recommended packages a browser has no fonts to draw with.
  const failed =
    apt('update', '-q') || apt('install', '-qy', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
  return failed || !chromium() ? 'apt-get could not install Chromium; see above' : undefined;
}

/** Path of the browser, if there is one. */
function chromium() {
  return [process.env.CHROMIUM, ...places].find((path) => path && existsSync(path));
}
