import { describe, expect, it } from 'vitest';
import { en } from '../../words/en.ts';
import { type Updater, Updates } from './updates.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined, file: '' };

function set(given: { answers?: number[]; version?: string; busy?: () => boolean; fails?: Error; off?: boolean }) {
  const did: string[] = [];
  const asked: string[] = [];
  const updater: Updater = {
    autoDownload: true,
    autoInstallOnAppQuit: true,
    allowDowngrade: true,
    checkForUpdates: async () => {
      did.push(`check (by itself: ${updater.autoDownload || updater.autoInstallOnAppQuit || updater.allowDowngrade})`);
      if (given.fails) throw given.fails;
      return { isUpdateAvailable: given.version !== undefined, updateInfo: { version: given.version ?? '1.0.0' } };
    },
    downloadUpdate: async () => void did.push('download'),
    quitAndInstall: () => void did.push('install'),
  };
  const answers = [...(given.answers ?? [])];
  const updates = new Updates({
    updater: async () => (given.off ? undefined : updater),
    version: '1.0.0',
    words: () => en,
    busy: given.busy ?? (() => false),
    ask: async (title, _body, buttons) => {
      asked.push(title);
      return answers.shift() ?? buttons.length - 1;
    },
    log,
  });
  return { updates, did, asked };
}
const check = 'check (by itself: false)';

describe('updates', () => {
  it('ask before the download and before the restart', async () => {
    const { updates, did, asked } = set({ version: '1.1.0', answers: [0, 0] });
    await updates.check(false);
    expect(did).toEqual([check, 'download', 'install']);
    expect(asked).toEqual(['Version 1.1.0 is available', 'Version 1.1.0 is ready']);
  });
  it('do nothing that was not agreed to', async () => {
    const first = set({ version: '1.1.0', answers: [1] });
    await first.updates.check(true);
    expect(first.did).toEqual([check]);
    const second = set({ version: '1.1.0', answers: [0, 1] });
    await second.updates.check(true);
    expect(second.did).toEqual([check, 'download']);
  });
  it('never while an operation runs, nor if one begins between question and answer', async () => {
    const before = set({ version: '1.1.0', busy: () => true });
    await before.updates.check(true);
    expect([before.did, before.asked]).toEqual([[], ['An operation is running']]);
    let looks = 0;
    const between = set({ version: '1.1.0', answers: [0], busy: () => ++looks > 1 });
    await between.updates.check(true);
    expect(between.did).toEqual([check]);
    let late = 0;
    const last = set({ version: '1.1.0', answers: [0, 0], busy: () => ++late > 2 });
    await last.updates.check(true);
    expect(last.did).toEqual([check, 'download']);
  });
  it('are silent about nothing new unless a person asked', async () => {
    const silent = set({});
    await silent.updates.check(false);
    expect(silent.asked).toEqual([]);
    const aloud = set({});
    await aloud.updates.check(true);
    expect(aloud.asked).toEqual(['No newer version']);
  });
  it('say that they are off where the build names no server', async () => {
    const { updates, asked } = set({ off: true });
    await updates.check(true);
    expect(asked).toEqual(['Updates are off']);
  });
  it('a failure is told to the person who asked, without a stack', async () => {
    const { updates, asked } = set({ fails: new Error('sha512 checksum mismatch\n    at x (y:1)') });
    await updates.check(true);
    expect(asked).toEqual(['The update could not be checked or downloaded']);
    await updates.check(false);
    expect(asked).toHaveLength(1);
  });
});
