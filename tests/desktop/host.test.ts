import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeCli, dockerCli, engine28, labAvailable } from '../lab/lab.ts';
import { busybox } from '../stack/project.ts';
import type { DesktopApp } from './app.ts';
import { bench, canRun, eventually } from './with-app.ts';

// The real core on a real engine behind the shell: what the page asks comes back, and what the engine tells reaches the tray.

interface Seen {
  tray: { tooltip: string; menu: { items: { label: string; click(): void }[] } | null };
  notices: { title: string; body: string; notification: { emit(event: string, ...more: unknown[]): void } }[];
}
const project = `sutazai-d-${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), 'sutazai-d-'));
const composeFile = join(folder, 'compose.yaml');
writeFileSync(
  composeFile,
  `
name: ${project}
services:
  queue:
    image: ${busybox}
    command: [sleep, "1000"]
    stop_grace_period: 0s
    healthcheck: {test: ["CMD", "test", "!", "-e", "/sick"], interval: 1s, timeout: 1s, retries: 1}
    x-sutazai: {title: Queue}
  store: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s}
`,
);

describe.skipIf(!canRun || !labAvailable().ok)('the shell over the real core', () => {
  const on = bench();
  const engine = engine28();
  let app: DesktopApp;
  let page: Page;
  const compose = (...args: string[]) => composeCli(engine, ['-p', project, ...args], { cwd: folder });
  const inQueue = (...command: string[]) => dockerCli(engine, ['exec', `${project}-queue-1`, ...command]);

  const tray = () =>
    app.main(() => {
      const { tooltip, menu } = (globalThis as unknown as { seen: Seen }).seen.tray;
      return { tooltip, labels: menu?.items.map((item) => item.label) ?? [] };
    });
  const press = (label: string) =>
    app.main((_, wanted) => {
      const { menu } = (globalThis as unknown as { seen: Seen }).seen.tray;
      const item = menu?.items.find((i) => i.label === wanted);
      if (item === undefined) throw new Error(`the tray has no line ${wanted}`);
      item.click();
    }, label);
  const notices = () =>
    app.main(() => (globalThis as unknown as { seen: Seen }).seen.notices.map(({ title, body }) => ({ title, body })));
  const headline = async () => (await tray()).tooltip;

  beforeAll(async () => {
    app = await on.launch({ env: { DOCKER_HOST: engine.dockerHost, SUTAZAI_COMPOSE_FILE: composeFile } });
    page = await app.page();
    await page.waitForFunction(() => document.documentElement.dataset.connected === 'yes');
  });
  afterAll(async () => {
    await compose('down', '-t', '0', '--remove-orphans');
    rmSync(folder, { recursive: true, force: true });
  });

  it('a call of the page goes to the core and back', async () => {
    const info = await page.evaluate(() => window.test.api.host.info());
    expect(info).toMatchObject({ mode: 'window', project, stateDir: on.stateDir, files: [composeFile] });
  });
  it('an error arrives as the contract has it, without a stack', async () => {
    const error = await page.evaluate(() =>
      window.test.api.stack.diagnose({ service: 'none such' }).then(
        () => 'no error',
        (e: { code: string; message: string; data?: unknown }) => JSON.stringify([e.code, e.data]),
      ),
    );
    expect(error).toMatch(/^\["(BAD_REQUEST|SUTAZAI)"/);
    expect(error).not.toMatch(/\.ts:|at \w+ \(/);
  });
  it('the tray tells that nothing runs, and offers the start', async () => {
    await eventually(headline).toBe('SutazAI: Stack is stopped');
    expect((await tray()).labels).toContain('Start stack');
  });
  it('start from the tray: it shows progress, then health', async () => {
    await press('Start stack');
    await eventually(headline).toBe('SutazAI: 2 of 2 healthy');
    expect((await tray()).labels).toEqual(expect.arrayContaining(['Stop stack', 'Services']));
    expect(await notices()).toEqual([]);
  });
  it('a page that is reloaded gets a port of its own', async () => {
    await page.reload();
    await page.waitForFunction(() => document.documentElement.dataset.connected === 'yes');
    expect(await page.evaluate(async () => (await window.test.api.host.info()).mode)).toBe('window');
  });
  it('a service that falls sick: the tray says so, and one notice says why', async () => {
    await inQueue('touch', '/sick');
    await eventually(headline).toBe('SutazAI: 1 of 2 services unhealthy');
    expect((await tray()).labels[1]).toMatch(/^Queue: unhealthy since \d/);
    await eventually(notices).toHaveLength(1);
    const [notice] = await notices();
    expect(notice?.title).toBe('Queue is unhealthy');
    expect(notice?.body).not.toBe('');
  });
  it('a click on the notice leads to the service', async () => {
    await app.main(() => (globalThis as unknown as { seen: Seen }).seen.notices[0]?.notification.emit('click', {}));
    await eventually(() => page.evaluate(() => window.test.went)).toContain('/stack/queue');
  });
  it('and once when it is well again', async () => {
    await inQueue('rm', '/sick');
    await eventually(headline).toBe('SutazAI: 2 of 2 healthy');
    await eventually(async () => (await notices()).map((n) => n.title)).toEqual([
      'Queue is unhealthy',
      'Queue is healthy again',
    ]);
  });
  it('stop from the tray; nothing of it is a failure', async () => {
    await press('Stop stack');
    await eventually(headline).toBe('SutazAI: Stack is stopped');
    expect(await notices()).toHaveLength(2);
  });
  it('the language, the start at login and the theme follow the settings', async () => {
    await page.evaluate(() => window.test.api.settings.set({ locale: 'de', openAtLogin: true, theme: 'dark' }));
    await eventually(headline).toBe('SutazAI: Der Stack ist gestoppt');
    const entry = join(on.stateDir, 'config', 'autostart', 'sutazai-desktop.desktop');
    await eventually(() => readFileSync(entry, 'utf8')).toContain('"--hidden"');
    expect(await app.main(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
    await page.evaluate(() => window.test.api.settings.set({ locale: 'en', openAtLogin: false, theme: 'system' }));
    await eventually(headline).toBe('SutazAI: Stack is stopped');
    expect(() => readFileSync(entry)).toThrow();
  });
  it('the log has the timings of the launch, and the window was seen within a second', () => {
    const log = readFileSync(join(on.stateDir, 'window', 'desktop.log'), 'utf8');
    const line = /launch: .*/.exec(log)?.[0] ?? '';
    for (const moment of ['main', 'ready', 'window-made', 'window-shown', 'page-loaded', 'host-ready']) {
      expect(line).toMatch(new RegExp(`\\b${moment} \\d+ ms`));
    }
    const at = (moment: string) => Number(new RegExp(`${moment} (\\d+) ms`).exec(line)?.[1]);
    // The browser of the double is started within `ready`, which Electron's own is by then: what counts is from there on.
    expect(at('window-shown') - (app.on === 'double' ? at('ready') : 0)).toBeLessThan(1000);
    console.log(line);
  });
});
