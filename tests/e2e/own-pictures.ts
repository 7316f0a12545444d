// The pictures of the README: the product's own whole stack with real servers, in both themes. Not a test.
//
//   node --import tsx tests/e2e/own-pictures.ts [minutes to run before the monitor is looked at]
//
// Every image must be built (`npm run stack:test-up -- --all` once), and the product's own ports be free.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { serveWeb } from '@sutazai/core/api';
import type { Page } from 'playwright-core';
import { dockerCli } from '../lab/lab.ts';
import { TestStack } from '../product/test-stack.ts';
import { hostOf } from './own-host.ts';
import { FirstRunPage } from './pages/first-run.ts';
import { StackPage } from './pages/stack.ts';
import { closeBrowser, Tabs } from './tabs.ts';
import { builtPages } from './world.ts';

const folder = fileURLToPath(new URL('../../docs/pictures', import.meta.url));
const minutes = Number(process.argv[2] ?? 4);
const themes = ['light', 'dark'] as const;

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const test = await TestStack.make({ which: 'all', name: 'sutazai-pictures', leftOut: 'gone' });
  const host = await hostOf(test, '0.1.0');
  const web = await serveWeb({ host, port: 0, pages: builtPages });
  const tabs = new Tabs(() => web.link);
  try {
    await take(test, tabs, web.origin);
  } finally {
    await tabs.close();
    await closeBrowser();
    await web.close();
    await host.close();
    await test.remove();
  }
}

async function take(test: TestStack, tabs: Tabs, origin: string): Promise<void> {
  const pages: { page: Page; theme: string }[] = [];
  for (const theme of themes) pages.push({ page: await tabs.open({ theme, width: 1440, height: 900 }), theme });
  const [first] = pages;
  if (!first) return;
  const picture = async (name: string, before: (page: Page) => Promise<unknown> = async () => undefined) => {
    for (const { page, theme } of pages) {
      await before(page);
      await page.mouse.move(700, 20);
      await pause(700);
      await page.screenshot({ path: `${folder}/${name}-${theme}.png` });
      // 256 colours are enough for pages without photographs, at a third of the size.
      execFileSync('pngquant', ['--force', '--ext', '.png', '--strip', `${folder}/${name}-${theme}.png`]);
    }
  };
  const stack = new StackPage(first.page);

  await first.page.getByRole('checkbox', { name: 'Monitoring' }).click();
  await pause(3000);
  await picture('first-run', async (page) => {
    await page.getByRole('button', { name: 'Check again' }).waitFor();
    await page.getByText('21 services').first().waitFor();
  });
  await new FirstRunPage(first.page).startButton.click();
  await first.page.getByRole('progressbar', { name: 'Start of the stack' }).waitFor();
  while (((await stack.percent()) ?? 100) < 45) await pause(200);
  await picture('starting');
  await first.page.getByRole('button', { name: 'Stop stack' }).waitFor({ timeout: 300_000 });

  const gateway = test.environment.SUTAZAI_KONG_PORT ?? '10008';
  const stop = new AbortController();
  const traffic = async () => {
    // What the charts of the gateway show: somebody uses it.
    for (let n = 0; !stop.signal.aborted; n++) {
      const path = n % 5 === 0 ? '/api/v1/agents' : '/api/v1/health';
      await fetch(`http://127.0.0.1:${gateway}${path}`).catch(() => undefined);
      await pause(300 + 250 * Math.sin(n / 40));
    }
  };
  const going = traffic();
  await ask(first.page, origin, 'What is Redis?');
  const chat = await first.page.evaluate(() => location.hash);
  await picture('chat', (page) => page.goto(`${origin}/${chat}`));
  await pause(minutes * 60_000);
  await picture('stack-healthy', (page) => page.goto(`${origin}/#/stack`));
  await picture('monitor', async (page) => {
    await page.goto(`${origin}/#/monitor`);
    await page.getByRole('button', { name: '15 min' }).click();
    await page.locator('.recharts-surface').first().waitFor();
    await pause(2000);
  });
  stop.abort();
  await going;
  for (const { page } of pages) await page.goto(`${origin}/#/stack`);
  await dockerCli(test.engine, ['kill', `${test.name}-redis-1`]);
  await picture('stack', async (page) => {
    await page.getByRole('navigation').getByRole('link', { name: 'Redis' }).click();
    await page.getByText('redis was ended from outside').first().waitFor();
  });
}

async function ask(page: Page, origin: string, question: string): Promise<void> {
  await page.goto(`${origin}/#/chat`);
  // What is typed before agents and models are known is asked of nobody.
  await page.getByRole('button', { name: /sutazai-mini/ }).waitFor();
  await page.locator('textarea').fill(question);
  await page.keyboard.press('Enter');
  await page.getByText(/tokens\/s/).waitFor({ timeout: 120_000 });
}

await main();
