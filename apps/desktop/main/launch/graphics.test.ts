import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { KeptFile } from '../window/kept.ts';
import { heedGraphics } from './graphics.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined, file: '' };
let file = '';
let now = 0;
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'sutazai-graphics-')), 'window.json');
  now = 0;
});

/** A launch; tells whether it draws by software. */
function launch({ tryAgain = false, electron = '45.5.0' } = {}) {
  const app = Object.assign(new EventEmitter(), {
    software: false,
    disableHardwareAcceleration: () => {
      app.software = true;
    },
  });
  heedGraphics(app as never, new KeptFile(file), { tryAgain, electron, log, now: () => now });
  const ends = (type: string, reason = 'crashed', times = 1) => {
    for (let i = 0; i < times; i += 1) app.emit('child-process-gone', {}, { type, reason, exitCode: 1 });
  };
  return { app, ends };
}

it('a driver that fails again and again is not used by the next launch', () => {
  const first = launch();
  first.ends('GPU', 'crashed', 3);
  expect(first.app.software).toBe(false);
  expect(launch().app.software).toBe(true);
});

it('it is tried again by another Electron, and when a person asks for it', () => {
  launch().ends('GPU', 'crashed', 3);
  expect(launch({ electron: '46.0.0' }).app.software).toBe(false);
  launch().ends('GPU', 'launch-failed', 3);
  expect(launch({ tryAgain: true }).app.software).toBe(false);
  expect(launch().app.software).toBe(false);
});

it('now and then, in order, or of another process is no reason', () => {
  const { ends } = launch();
  for (let i = 0; i < 10; i += 1) {
    ends('GPU');
    now += 3 * 60_000;
  }
  ends('GPU', 'clean-exit', 5);
  ends('Utility', 'crashed', 5);
  expect(launch().app.software).toBe(false);
});
