import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { setOpenAtLogin } from './autostart.ts';
import { desktopEntry } from './desktop-entry.ts';

it('on Linux an entry of the desktop, made and taken away', () => {
  const configHome = mkdtempSync(join(tmpdir(), 'sutazai-autostart-'));
  const file = join(configHome, 'autostart', 'sutazai-desktop.desktop');
  const asked: unknown[] = [];
  const parts = {
    app: { setLoginItemSettings: (settings: unknown) => void asked.push(settings) },
    platform: 'linux',
    command: ['/opt/SutazAI Desktop/sutazai-desktop'],
    configHome,
  } as const;
  setOpenAtLogin(true, parts);
  expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/SutazAI Desktop/sutazai-desktop" "--hidden"\n');
  setOpenAtLogin(false, parts);
  setOpenAtLogin(false, parts);
  expect(existsSync(file)).toBe(false);
  expect(asked).toEqual([]);
});

it.each(['win32', 'darwin'] as const)('on %s the login item of the system', (platform) => {
  const asked: unknown[] = [];
  const app = { setLoginItemSettings: (settings: unknown) => void asked.push(settings) };
  setOpenAtLogin(true, { app, platform, command: ['C:\\app.exe'], configHome: '/none' });
  expect(asked).toEqual([{ openAtLogin: true, path: 'C:\\app.exe', args: ['--hidden'] }]);
});

it('quotes what the specification gives a meaning', () => {
  expect(desktopEntry(['/a b/"q"$x`\\%f'])).toContain('Exec="/a b/\\\\"q\\\\"\\\\$x\\\\`\\\\\\\\%%f"\n');
});
