// The browser of the end-to-end tests. Debian's own package: a test tool's download of its own browser is one more thing
// that can fail. Elsewhere CHROMIUM names one that is there already.
import { existsSync } from 'node:fs';
import { aptInstall } from './apt.mjs';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Installs Chromium where there is none. Why there is still none; undefined if there is one. */
export function ensureChromium() {
  if (chromium()) return undefined;
  // Without recommended packages a browser has no fonts to draw with.
  const why = aptInstall('Chromium', ['chromium', 'fonts-dejavu-core'], 'or name one by CHROMIUM=PATH');
  return why ?? (chromium() ? undefined : 'apt-get could not install Chromium; see above');
}

/** Path of the browser, if there is one. */
function chromium() {
  return [process.env.CHROMIUM, ...places].find((path) => path && existsSync(path));
}
