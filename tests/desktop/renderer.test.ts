import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeCli, engine28, labAvailable } from '../lab/lab.ts';
import { busybox } from '../stack/project.ts';
import type { DesktopApp } from './app.ts';
import { root } from './build.ts';
import { bench, canRun, eventually } from './with-app.ts';

// The product's own pages in the window, under its own policy: nothing of them is refused, and they hear the shell.

const pages = join(root, 'apps', 'renderer', 'dist');
const project = `sutazai-d-pages-${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), 'sutazai-d-'));
const composeFile = join(folder, 'compose.yaml');
writeFileSync(
  composeFile,
  `
name: ${project}
services:
  web: {image: ${busybox}, command: [sh, -c, "while true; do echo a line; sleep 1; done"], stop_grace_period: 0s}
  sick:
    image: ${busybox}
    command: [sleep, "1000"]
    stop_grace_period: 0s
    healthcheck: {test: ["CMD", "false"], interval: 1s, timeout: 1s, retries: 1}
`,
);

interface Watched extends Window {
  violations: string[];
}

describe.skipIf(!canRun || !labAvailable().ok)('the pages of the product in the window', () => {
  const on = bench();
  const engine = engine28();
  let app: DesktopApp;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    expect(existsSync(join(pages, 'index.html')), 'the pages are built by npm run build').toBe(true);
    await composeCli(engine, ['-p', project, 'up', '-d'], { cwd: folder });
    app = await on.launch({ pages, env: { DOCKER_HOST: engine.dockerHost, SUTAZAI_COMPOSE_FILE: composeFile } });
    page = await app.page();
    page.on('console', (message) => {
      if (message.type() === 'error' || /Content.Security.Policy/i.test(message.text())) problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    // The browser's own word on each thing that the policy refused, from the first line of the document on.
    await page.addInitScript(() => {
      const watched = window as unknown as Watched;
      watched.violations = [];
      addEventListener('securitypolicyviolation', (event) => {
        watched.violations.push(
          `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}:${event.columnNumber}`,
        );
      });
    });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
  });
  afterAll(async () => {
    await composeCli(engine, ['-p', project, 'down', '-t', '0', '--remove-orphans'], { cwd: folder });
    rmSync(folder, { recursive: true, force: true });
  });
  const refused = () => page.evaluate(() => (window as unknown as Watched).violations);
  const tab = async (service: string, name: string) => {
    await page.getByRole('tab', { name, exact: true }).click();
    await page.locator(`aside.inspector[aria-label="${service}"] [role="tabpanel"] >> visible=true`).waitFor();
  };

  it('reach the host and show what it says', async () => {
    await page.getByText('28.5.2').first().waitFor();
  });
  it.each(['Settings', 'Monitor', 'Chat', 'Stack'])('go to %s when the menu says so', async (label) => {
    await app.main(({ Menu }, wanted) => {
      const view = Menu.getApplicationMenu()?.items.find((item) => item.label === 'View');
      view?.submenu?.items.find((item) => item.label === wanted)?.click();
    }, label);
    await eventually(() => page.url()).toMatch(new RegExp(`#/${label.toLowerCase()}`));
    await page.getByRole('heading', { level: 1 }).waitFor();
  });
  it('show a service: charts, details, logs', async () => {
    await page.evaluate(() => {
      location.hash = '#/stack/web';
    });
    for (const name of ['Charts', 'Details', 'Logs']) await tab('web', name);
    await page.locator('aside.inspector').getByText('a line').first().waitFor();
  });
  it('and a terminal in its container, in colour', async () => {
    await tab('web', 'Terminal');
    await page.locator('.xterm-helper-textarea').waitFor();
    await page.keyboard.type("printf '\\033[38;2;10;200;30m%s\\033[0m\\n' $((40 + 2)) from inside\n");
    const printed = page.locator('.xterm-rows span', { hasText: /^42$/ });
    await eventually(() => printed.evaluate((e) => getComputedStyle(e).color)).toBe('rgb(10, 200, 30)');
  });
  it('say why a service is sick', async () => {
    await page.evaluate(() => {
      location.hash = '#/stack/sick';
    });
    await tab('sick', 'Diagnosis');
    await page.locator('aside.inspector .diag').first().waitFor();
  });
  it('show the log page, the palette and the keys, in both themes and the other language', async () => {
    for (const look of [{ theme: 'dark', locale: 'de' } as const, { theme: 'light', locale: 'en' } as const]) {
      await page.emulateMedia({ colorScheme: look.theme });
      for (const place of ['logs', 'monitor', 'chat', 'settings', 'stack']) {
        await page.evaluate((to) => {
          location.hash = `#/${to}`;
        }, place);
        await page.getByRole('heading', { level: 1 }).waitFor();
      }
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
    }
  });
  it('with nothing refused by the policy, and without a word of complaint in the console', async () => {
    expect(await refused()).toEqual([]);
    expect(problems).toEqual([]);
    // What is watched would be seen: an element with a style of its own is refused.
    await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<b style="color: red">x</b>'));
    await eventually(async () => (await refused()).map((v) => v.split(' ')[0])).toEqual(['style-src-attr']);
  });
});
