// Somebody who has never seen the product, on the product's own stack with real servers: from a clean home to all services
// healthy, one made sick from outside, found, its reason read, and mended by the button that is offered. No terminal.
import { createServer, type Server } from 'node:net';
import { serveWeb, type WebHost } from '@sutazai/core/api';
import type { Host } from '@sutazai/core/host';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserAvailable } from '../browser/chromium.ts';
import { dockerCli, labAvailable } from '../lab/lab.ts';
import { buildImages } from '../product/images.ts';
import { TestStack } from '../product/test-stack.ts';
import { serious } from './look.ts';
import { hostOf } from './own-host.ts';
import { FirstRunPage } from './pages/first-run.ts';
import { StackPage } from './pages/stack.ts';
import { closeBrowser, Tabs } from './tabs.ts';
import { builtPages } from './world.ts';

const ready = labAvailable().ok && browserAvailable();

describe.skipIf(!ready)("a person who has never seen it, on the product's own stack", () => {
  let test: TestStack;
  let host: Host;
  let web: WebHost;
  let page: Page;
  let stack: StackPage;
  let squatter: Server | undefined;
  const tabs = new Tabs(() => web.link);
  const container = (service: string) => `${test.name}-${service}-1`;
  const needsAttention = () => page.getByRole('navigation', { name: 'Main' });

  beforeAll(async () => {
    buildImages('fast');
    test = await TestStack.make({ which: 'fast', freePorts: true });
    host = await hostOf(test, '0.0.0-test');
    web = await serveWeb({ host, port: 0, pages: builtPages });
    page = await tabs.open({ width: 1440, height: 900 });
    stack = new StackPage(page);
  }, 900_000);
  afterAll(async () => {
    squatter?.close();
    await tabs.close();
    await closeBrowser();
    await web?.close();
    await host?.close();
    await test?.remove();
  });

  it('is told before the first start what this machine has, and chooses monitoring with one press', async () => {
    const first = new FirstRunPage(page);
    await first.shown();
    await first.checked();
    expect(await first.verdictOf(test.engine.dockerHost).first().textContent()).toContain('Ready');
    const monitoring = page.getByRole('checkbox', { name: 'Monitoring' });
    await monitoring.click();
    // Shown at once, and with the focus still on it: whoever uses the keyboard goes on from there.
    expect(await monitoring.isChecked()).toBe(true);
    expect(await monitoring.evaluate((e) => e === document.activeElement)).toBe(true);
  });

  it('reads the plan, and starts it from there', async () => {
    await page.getByRole('button', { name: 'See the plan' }).click();
    const plan = page.getByRole('complementary', { name: 'Plan' });
    await plan.getByRole('heading', { name: /^\d+ services to create$/ }).waitFor();
    await plan.getByRole('heading', { name: /^\d+ set-up jobs that run once$/ }).waitFor();
    await plan.getByText('PostgreSQL', { exact: true }).waitFor();
    await plan.getByRole('button', { name: /^Start \d+ services$/ }).click();
    await page.getByRole('progressbar', { name: 'Start of the stack' }).waitFor();
    await page.getByText(/^\d+ secrets were made for this installation\.$/).waitFor();
  });

  it('sees every service healthy, with its figures, those of the chosen profile too', async () => {
    await page.getByRole('button', { name: 'Stop stack' }).waitFor({ timeout: 300_000 });
    await stack.allHealthy(['postgres', 'redis', 'backend', 'kong', 'langchain', 'prometheus'], 5000);
    const top = await page.locator('header.top').textContent();
    expect(top).toMatch(/\d+ healthy/);
    expect(top).not.toContain('attention');
    for (const service of ['postgres', 'prometheus']) {
      await stack
        .row(service)
        .getByText(/^\d+\sMB$/)
        .waitFor({ timeout: 20_000 });
    }
  }, 320_000);

  it('sees within a second that one was killed from outside, and who needs it', async () => {
    await dockerCli(test.engine, ['kill', container('redis')]);
    await stack.shows('redis', 'Stopped, needed by Redis exporter', 1000);
    await needsAttention().getByRole('link', { name: 'Redis' }).waitFor();
    expect(await page.locator('header.top').textContent()).toContain('1 needs attention');
  });

  it('reads why in words, in German too, and mends it with the button beside them', async () => {
    const german = await tabs.open({ width: 1440, height: 900, locale: 'de-DE' });
    await german.getByRole('navigation').getByRole('link', { name: 'Redis' }).click();
    await german.getByText('redis wurde von außen beendet').first().waitFor();
    await german.getByText('Gebraucht von Redis exporter.').waitFor();

    await needsAttention().getByRole('link', { name: 'Redis' }).click();
    const inspector = page.getByRole('complementary', { name: 'Redis' });
    await inspector.getByText('redis was ended from outside').first().waitFor();
    await inspector.getByText('Needed by Redis exporter.').waitFor();
    await inspector.getByRole('button', { name: 'Start Redis again' }).click();
    await stack.shows('redis', 'Healthy');
    await needsAttention().getByRole('link', { name: 'Redis' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
  });

  it('is offered a free port where another program has taken the one of a service', async () => {
    await stack.idle();
    await stack.act('qdrant', 'Stop');
    await stack.shows('qdrant', /^Stopped/);
    await stack.idle();
    const port = Number(test.environment.SUTAZAI_QDRANT_PORT);
    expect(port).toBeGreaterThan(0);
    squatter = createServer();
    await new Promise<void>((resolve) => squatter?.listen(port, '127.0.0.1', resolve));
    await stack.row('qdrant').getByRole('button', { name: 'Start Qdrant' }).click();
    await page.getByText(`Port 127.0.0.1:${port} is already in use`).waitFor();
    // The services stay in sight: one start is no reason to hide the others.
    expect(await stack.row('postgres').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Take free ports and start' }).click();
    await stack.shows('qdrant', 'Healthy', 60_000);
    await stack.row('qdrant').getByText('moved').waitFor();
  });

  it.each(['light', 'dark'] as const)(
    'axe finds nothing serious on any page with the whole stack (%s)',
    async (theme) => {
      const tab = await tabs.open({ width: 1440, height: 900, theme });
      await new StackPage(tab).shows('postgres', 'Healthy');
      expect(await serious(tab)).toEqual([]);
      await new StackPage(tab).open('redis', 'Details');
      expect(await serious(tab)).toEqual([]);
      for (const hash of ['chat', 'monitor', 'settings', 'logs']) {
        await tab.goto(`${web.origin}/#/${hash}`);
        await tab.getByRole('heading', { level: 1 }).waitFor();
        await tab.waitForLoadState('networkidle');
        expect(await serious(tab), hash).toEqual([]);
      }
    },
  );

  it('stops everything with one press', async () => {
    await stack.idle();
    await page.getByRole('button', { name: 'Stop stack' }).click();
    await page.getByRole('button', { name: 'Start stack' }).waitFor({ timeout: 120_000 });
    expect(await page.locator('header.top').textContent()).not.toContain('attention');
  }, 130_000);

  it('wrote no error while all this was done', () => {
    expect(tabs.complaints).toEqual([]);
  });
});
