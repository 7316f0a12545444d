import type { Browser } from 'playwright-core';
import { nameless } from './nameless.ts';

export interface IdleFigures {
  /** What the browser's processes use with nothing in them (`about:blank`): part of the two figures below, not taken off. */
  browser_blank_cpu_percent: number;
  /** Percent of one core that the browser's processes of the page use, with 28 live services on the stack page. */
  page_visible_cpu_percent: number;
  /** The same when the page is told that it is hidden. Headless browsers keep drawing, so this is what the page itself does. */
  page_hidden_cpu_percent: number;
}

export async function measureIdle(browser: Browser, link: string, seconds: number): Promise<IdleFigures> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript(nameless);
  const page = await context.newPage();
  const session = await browser.newBrowserCDPSession();
  const used = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, p) => sum + p.cpuTime, 0);
  };
  const percent = async () => {
    const before = await used();
    const begun = performance.now();
    await page.waitForTimeout(seconds * 1000);
    return Number(((((await used()) - before) / ((performance.now() - begun) / 1000)) * 100).toFixed(2));
  };
  await page.goto('about:blank');
  await page.waitForTimeout(6000);
  const blank = await percent();
  await page.goto(link);
  await page.locator('tr[data-service]').first().waitFor();
  await page.waitForTimeout(10_000);
  const visible = await percent();
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.waitForTimeout(6000);
  const hidden = await percent();
  await context.close();
  return { browser_blank_cpu_percent: blank, page_visible_cpu_percent: visible, page_hidden_cpu_percent: hidden };
}
