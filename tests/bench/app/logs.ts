import type { Browser, CDPSession } from 'playwright-core';
import { nameless } from './nameless.ts';

export interface LogFigures {
  /** Lines a second that reached the page while frames were counted. */
  logs_lines_per_second: number;
  /** Frames a second while they came in and were followed. */
  logs_fps: number;
  /** Growth of the page's heap, collected before and after, from no line to a full buffer; MB (10^6). */
  logs_growth_mb: number;
  /** From a letter typed into the search to the number of matches on the page, over 100,000 lines: median of five. */
  search_ms: number;
  search_lines: number;
}

async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

/** The page of all logs, with a container behind it that says thousands of lines a second. */
export async function measureLogs(browser: Browser, link: string, seconds: number): Promise<LogFigures> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript(nameless);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await page.goto(link);
  await page.locator('tr[data-service]').first().waitFor();
  const before = await heap(session);
  await page.goto(`${new URL(link).origin}/#/logs`);
  const field = page.getByLabel('Search logs');
  await field.waitFor();
  await page.waitForTimeout(3000);
  const frames = await page.evaluate(async (ms) => {
    const said = () =>
      Number((document.querySelector('[data-filter]') as HTMLInputElement).placeholder.replace(/\D/g, ''));
    const from = said();
    const begun = performance.now();
    let count = 0;
    while (performance.now() - begun < ms) {
      await new Promise(requestAnimationFrame);
      count += 1;
    }
    const took = (performance.now() - begun) / 1000;
    return { fps: count / took, rate: (said() - from) / took };
  }, 10_000);
  // Until the buffer of 100,000 lines is full.
  await page.waitForFunction(
    () =>
      Number((document.querySelector('[data-filter]') as HTMLInputElement).placeholder.replace(/\D/g, '')) >= 99_000,
    undefined,
    { timeout: seconds * 1000 },
  );
  const after = await heap(session);
  const searches: number[] = [];
  for (const text of ['needle', 'level', 'xyz', 'request', '77']) {
    searches.push(await page.evaluate(timeSearch, text));
    await field.fill('');
    await page.waitForTimeout(200);
  }
  const lines = Number((await field.getAttribute('placeholder'))?.replace(/\D/g, ''));
  await context.close();
  searches.sort((a, b) => a - b);
  return {
    logs_lines_per_second: Math.round(frames.rate),
    logs_fps: Number(frames.fps.toFixed(1)),
    logs_growth_mb: Number(((after - before) / 1e6).toFixed(1)),
    search_ms: Number((searches[2] ?? Number.NaN).toFixed(1)),
    search_lines: lines,
  };
}

/** Runs in the page: types a text at once and waits for the count to be drawn. */
async function timeSearch(text: string): Promise<number> {
  const input = document.querySelector('[data-filter]') as HTMLInputElement;
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  const begun = performance.now();
  set?.call(input, text);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  while (!document.querySelector('.logbar [role="status"]')) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}
