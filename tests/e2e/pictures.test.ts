// Every page in both themes: axe finds nothing serious, and with SUTAZAI_SCREENSHOTS=FOLDER its picture goes there.
import { createServer, type Server } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserAvailable } from '../browser/chromium.ts';
import { dockerCli, labAvailable } from '../lab/lab.ts';
import { portOf, smallServices, smallStack } from './files.ts';
import { look, serious } from './look.ts';
import { FirstRunPage } from './pages/first-run.ts';
import { LogPanel } from './pages/logs.ts';
import { StackPage } from './pages/stack.ts';
import { closeBrowser, World } from './world.ts';

const ready = labAvailable().ok && browserAvailable();
const themes = ['light', 'dark'] as const;

describe.skipIf(!ready)('every page in both themes', () => {
  let world: World;
  let holder: Server;
  const port = portOf(25_000);
  const tabs = new Map<string, Page>();
  const each = async (visit: (page: Page, theme: string) => Promise<void>) => {
    for (const theme of themes) {
      const page = tabs.get(theme) ?? (await world.tab({ theme }));
      tabs.set(theme, page);
      await visit(page, theme);
    }
  };
  const address = (page: Page, hash: string) => page.goto(`${world.served.web.origin}/#/${hash}`);

  beforeAll(async () => {
    holder = createServer();
    await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
    world = await World.open(smallStack(port));
  });
  afterAll(async () => {
    holder?.close();
    await world?.close();
    await closeBrowser();
  });

  it('before the first start, with a port taken', () =>
    each(async (page, theme) => {
      const first = new FirstRunPage(page);
      await first.checked();
      await first.port(port).waitFor();
      await look(page, 'first-run', theme);
    }));

  it('the plan', () =>
    each(async (page, theme) => {
      await page.getByRole('button', { name: 'See the plan' }).click();
      await page.getByText(/services to create$/).waitFor();
      await look(page, 'plan', theme);
      await page.getByRole('button', { name: 'Close the plan' }).click();
    }));

  it('while it starts', async () => {
    const page = tabs.get('light');
    if (!page) throw new Error('no tab');
    await new FirstRunPage(page).startButton.click();
    await each(async (tab, theme) => {
      await tab.getByRole('progressbar').waitFor();
      await look(tab, 'starting', theme);
    });
    await new StackPage(page).allHealthy(smallServices);
  });

  it('the stack with a sick service and its diagnosis', async () => {
    await dockerCli(world.project.engine, ['exec', `${world.project.name}-api-1`, 'touch', '/state/sick']);
    await each(async (page, theme) => {
      const stack = new StackPage(page);
      await stack.shows('api', 'Unhealthy');
      await stack.open('api', 'Diagnosis');
      await page.getByText('the queue is full').first().waitFor();
      await look(page, 'stack', theme);
    });
  });

  it('logs, charts, details and a terminal in the inspector', () =>
    each(async (page, theme) => {
      const stack = new StackPage(page);
      await stack.open('db', 'Logs');
      await new LogPanel(page).says(/line \d+/);
      await look(page, 'stack-logs', theme);
      await stack.open('db', 'Charts');
      await page.locator('aside .recharts-surface').first().waitFor();
      await look(page, 'stack-charts', theme);
      await stack.open('db', 'Details');
      await page.getByText('Keeps everything').waitFor();
      await look(page, 'stack-details', theme);
      await stack.open('db', 'Terminal');
      await page.locator('.xterm-helper-textarea').waitFor();
      await look(page, 'stack-terminal', theme);
    }));

  it('the palette and the list of keys', () =>
    each(async (page, theme) => {
      await page.getByRole('button', { name: 'Close inspector' }).click();
      await page.keyboard.press('Control+k');
      await page.keyboard.type('cac');
      await page.getByRole('option').first().waitFor();
      await look(page, 'palette', theme);
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      await look(page, 'keys', theme);
      await page.keyboard.press('Escape');
    }));

  it('all logs', () =>
    each(async (page, theme) => {
      await address(page, 'logs');
      await new LogPanel(page).says(/line \d+/);
      await look(page, 'logs', theme);
    }));

  it('the monitor, as charts and as tables', () =>
    each(async (page, theme) => {
      await address(page, 'monitor');
      await page.locator('.recharts-surface').first().waitFor();
      await page.getByRole('button', { name: '15 min' }).click();
      await look(page, 'monitor', theme);
      await page.getByRole('button', { name: 'All as tables' }).click();
      await page.getByRole('columnheader', { name: 'Time' }).first().waitFor();
      expect(await serious(page)).toEqual([]);
    }));

  it('the settings and the diagnostics bundle', () =>
    each(async (page, theme) => {
      await address(page, 'settings');
      await page.getByRole('heading', { level: 2, name: 'General' }).waitFor();
      await look(page, 'settings', theme);
      await address(page, 'settings/diagnostics');
      await page
        .getByRole('complementary', { name: 'Diagnostics bundle' })
        .getByRole('button', { pressed: true })
        .waitFor();
      await look(page, 'settings-diagnostics', theme);
    }));

  it('nothing leaves the window at 900 by 600 and in a long language', async () => {
    const page = await world.tab({ width: 900, height: 600, locale: 'de-DE' });
    for (const hash of ['stack', 'logs', 'monitor', 'settings']) {
      await address(page, hash);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(wide, hash).toBe(false);
      expect(await serious(page), hash).toEqual([]);
    }
  });

  it('wrote no error while all this was done', () => {
    expect(world.complaints).toEqual([]);
  });
});
