import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { DesktopApp } from './app.ts';
import { bench, canRun, eventually } from './with-app.ts';

const on = bench();
let app: DesktopApp;
afterEach(() => app?.close());

const started = async (argv: string[] = []) => {
  app = await on.launch({ argv });
  await eventually(app.output).toContain('launch: ');
};
const connected = async () => {
  const page = await app.page();
  await page.waitForFunction(() => document.documentElement.dataset.connected === 'yes');
  return page;
};
const window = () =>
  app.main(({ BrowserWindow }) => {
    const [w] = BrowserWindow.getAllWindows();
    return (
      w && { visible: w.isVisible(), focused: w.isFocused(), minimized: w.isMinimized(), bounds: w.getNormalBounds() }
    );
  });

describe.skipIf(!canRun)('one instance', () => {
  it('a second launch ends, brings the first to the front and tells it where to go', async () => {
    await started();
    const page = await connected();
    await app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    expect(await app.again(['--go=/stack/postgres', '--go-nowhere'])).toBe(0);
    await eventually(window).toMatchObject({ visible: true, focused: true, minimized: false });
    await eventually(() => page.evaluate(() => globalThis.window.test.went)).toEqual(['/stack/postgres']);
    expect(await app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });
  it('a second launch that asks for no window changes nothing', async () => {
    await started();
    await app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    expect(await app.again(['--hidden'])).toBe(0);
    expect(await window()).toMatchObject({ visible: false });
  });
});

describe.skipIf(!canRun)('the window', () => {
  it('started at login there is none, until it is asked for', async () => {
    await started(['--hidden']);
    expect(await window()).toBeUndefined();
    expect(await app.again([])).toBe(0);
    await connected();
    await eventually(window).toMatchObject({ visible: true });
  });
  it('is first shown with its picture, on the colour of its page', async () => {
    await started();
    const page = await connected();
    await eventually(window).toMatchObject({ visible: true });
    if (app.on === 'double') {
      const [options] = await app.main((electron) => {
        const { recorded } = electron as unknown as {
          recorded: { windowOptions: { show: boolean; backgroundColor: string }[] };
        };
        return recorded.windowOptions;
      });
      expect(options).toMatchObject({ show: false, backgroundColor: '#edf0f0' });
    }
    expect(await page.title()).toBe("Page of the shell's tests");
  });
  it('comes back where it was left', async () => {
    await started();
    await connected();
    const left = { x: 210, y: 120, width: 1100, height: 700 };
    await app.main(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), left);
    const file = join(on.stateDir, 'window', 'window.json');
    await eventually(() => existsSync(file) && readFileSync(file, 'utf8')).toContain('"width":1100');
    await app.close();
    await started();
    await connected();
    expect((await window())?.bounds).toEqual(left);
  });
  it('closing it leaves the app in the tray, told once', async () => {
    await started();
    const page = await connected();
    const close = () => app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await close();
    expect(await window()).toMatchObject({ visible: false });
    const told = () =>
      app.main(() =>
        (globalThis as unknown as { seen: { notices: { title: string }[] } }).seen.notices.map((n) => n.title),
      );
    await eventually(told).toEqual(['SutazAI keeps running']);
    expect(await app.again([])).toBe(0);
    await eventually(window).toMatchObject({ visible: true });
    await close();
    expect(await told()).toEqual(['SutazAI keeps running']);
    await page.evaluate(() => globalThis.window.test.api.settings.set({ closeToTray: false }));
    await eventually(() =>
      app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).then(() => app.exited),
    ).toBe(0);
  });
});

it.skipIf(!canRun)('a new chat from anywhere', async () => {
  await started(['--hidden']);
  if (app.on === 'electron') {
    expect(await app.main(({ globalShortcut }) => globalShortcut.isRegistered('Control+Shift+Space'))).toBe(true);
    return;
  }
  await app.main((electron) => {
    const { recorded } = electron as unknown as { recorded: { shortcuts: Map<string, () => void> } };
    recorded.shortcuts.get('Control+Shift+Space')?.();
  });
  const page = await connected();
  await eventually(() => page.evaluate(() => globalThis.window.test.went)).toEqual(['/chat/new']);
});

it.skipIf(!canRun)('the menu leads to the pages, and has neither reload nor inspector in a built app', async () => {
  await started();
  const page = await connected();
  const labels = await app.main(({ Menu }) => Menu.getApplicationMenu()?.items.map((item) => item.label));
  expect(labels).toEqual(['File', 'Edit', 'View', 'Stack', 'Help']);
  await app.main(({ Menu }) => {
    const view = Menu.getApplicationMenu()?.items.find((item) => item.label === 'View');
    view?.submenu?.items.find((item) => item.label === 'Monitor')?.click();
  });
  await eventually(() => page.evaluate(() => globalThis.window.test.went)).toEqual(['/monitor']);
});

it.skipIf(!canRun)('a state that cannot be used is told in words, and the process ends', async () => {
  const file = join(on.stateDir, 'a-file');
  writeFileSync(file, '');
  app = await on.launch({ stateDir: join(file, 'below') });
  expect(await app.exited).toBe(1);
  expect(app.output()).toContain('SutazAI cannot start');
  expect(app.output()).not.toMatch(/\n {4}at /);

  const stateDir = mkdtempSync(join(tmpdir(), 'sutazai-newer-'));
  const newer = new Database(join(stateDir, 'state.db'));
  newer.pragma('user_version = 9999');
  newer.exec('create table later (a)');
  newer.close();
  app = await on.launch({ stateDir });
  expect(await app.exited).toBe(1);
  expect(app.output()).toContain('SutazAI cannot start: ');
  rmSync(stateDir, { recursive: true, force: true });
});

it.skipIf(!canRun)('what it keeps is the user alone to read', async () => {
  await started();
  await connected();
  const mode = (path: string) => statSync(join(on.stateDir, path)).mode & 0o777;
  expect([mode('window'), mode('window/desktop.log')]).toEqual([0o700, 0o600]);
});

it.skipIf(!canRun)('quitting ends the process in order; the state can be opened again', async () => {
  await started();
  await connected();
  await app.main(({ app: electronApp }) => electronApp.quit());
  expect(await app.exited).toBe(0);
  await started();
  expect(await (await connected()).evaluate(async () => (await globalThis.window.test.api.host.info()).mode)).toBe(
    'window',
  );
});
