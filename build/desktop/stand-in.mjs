// A folder that looks like an unpacked Electron to electron-builder, for machines that cannot download one: it shows that the
// configuration packs what it should, and never runs. Its program carries a fuse wire as Electron's does, so that setting and
// reading back the fuses is done for real.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What Electron's build writes before the wire, so that tools find it. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** Defaults of Electron's eight first fuses, in order. */
const asShipped = '10111001';

export function makeStandIn(folder) {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'), { recursive: true });
  const wire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, asShipped.length]), Buffer.from(asShipped)]);
  const script = Buffer.from('#!/bin/sh\necho "This is a stand-in, not Electron." >&2\nexit 1\n# ');
  writeFileSync(join(folder, 'electron'), Buffer.concat([script, wire, Buffer.from('\n')]), { mode: 0o755 });
  writeFileSync(join(folder, 'chrome-sandbox'), '', { mode: 0o755 });
  writeFileSync(join(folder, 'version'), '45.5.0');
  writeFileSync(join(folder, 'LICENSE'), 'stand-in\n');
  writeFileSync(join(folder, 'LICENSES.chromium.html'), 'stand-in\n');
  writeFileSync(join(folder, 'locales', 'en-US.pak'), '');
  return folder;
}
