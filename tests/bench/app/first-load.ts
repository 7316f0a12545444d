import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { nameless } from './nameless.ts';

export interface FirstLoad {
  /** What the first page fetches, each file packed by itself, in KB (1024 bytes). */
  first_load_gzip_kb: number;
  /** Largest contentful paint, milliseconds from the start of the navigation; the median of five fresh browser profiles. */
  lcp_ms: number;
}

export async function measureFirstLoad(browser: Browser, link: string): Promise<FirstLoad> {
  const paints: number[] = [];
  let names: string[] = [];
  for (let round = 0; round < 5; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await context.addInitScript(nameless);
    const page = await context.newPage();
    await page.addInitScript(() => {
      const seen: number[] = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.push(entry.startTime);
      }).observe({ type: 'largest-contentful-paint', buffered: true });
      Object.assign(window, { benchPaints: seen });
    });
    await page.goto(link);
    await page.locator('tr[data-service]').first().waitFor();
    await page.waitForTimeout(1500);
    const found = await page.evaluate(() => ({
      paint: (window as unknown as { benchPaints: number[] }).benchPaints.at(-1) ?? Number.NaN,
      names: performance.getEntriesByType('resource').map((e) => new URL(e.name).pathname),
    }));
    paints.push(found.paint);
    names = found.names;
    await context.close();
  }
  const { origin } = new URL(link);
  let bytes = 0;
  for (const name of ['/', ...new Set(names.filter((n) => /\.(js|css)$/.test(n)))]) {
    const response = await fetch(`${origin}${name}`);
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    bytes += gzipSync(Buffer.from(await response.arrayBuffer())).length;
  }
  paints.sort((a, b) => a - b);
  return { first_load_gzip_kb: Number((bytes / 1024).toFixed(1)), lcp_ms: Math.round(paints[2] ?? Number.NaN) };
}
