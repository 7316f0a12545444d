// A page as it is looked at: by axe, and by people as a picture.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { env } from 'node:process';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where pictures of what is looked at go; none are made without it. */
const pictures = env.SUTAZAI_SCREENSHOTS;

interface Violation {
  id: string;
  impact: string;
  nodes: { target: string[] }[];
}

/** What is serious or worse. The page's policy allows no foreign script, so axe comes in by the debugger. */
export async function serious(page: Page): Promise<string[]> {
  // A panel that is still coming in is half transparent: what is looked at is what stands.
  await page.evaluate(`Promise.allSettled(document.getAnimations()
    .filter((a) => a.effect?.getComputedTiming().iterations !== Infinity).map((a) => a.finished)).then(() => undefined)`);
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe });
  const { result } = await session.send('Runtime.evaluate', {
    expression: 'axe.run(document, {resultTypes: ["violations"]}).then((r) => JSON.stringify(r.violations))',
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  const found: Violation[] = JSON.parse(String(result.value));
  return found
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
}

/** Asserts that axe finds nothing serious; with SUTAZAI_SCREENSHOTS=FOLDER the picture goes there. */
export async function look(page: Page, name: string, theme: string): Promise<void> {
  expect(await serious(page), name).toEqual([]);
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}-${theme}.png` });
}
