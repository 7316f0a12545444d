import type { Page as Client } from '../api/served.ts';
import { launchChromium } from '../browser/chromium.ts';

export interface Frames {
  /** Milliseconds from one frame to the next while the answer streams. */
  p95: number;
  p99: number;
  longest: number;
  count: number;
  characters: number;
  seconds: number;
}

/**
 * Watches the real page draw an answer of 100,000 characters that comes in about twenty seconds, headings, lists, code and
 * tables in it. Frames are the browser's own (`requestAnimationFrame`).
 */
export async function framesOfLongAnswer(client: Client, link: string): Promise<Frames | undefined> {
  const browser = await launchChromium();
  try {
    const { id } = await client.api.chat.create({ agent: 'model', model: 'tinyllama' });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(link);
    await page.goto(`${new URL(link).origin}/#/chat/${id}`);
    await page.waitForSelector('.thread');
    await page.waitForTimeout(1000);
    // As text: tsx puts a helper of its own into functions, which the page does not have.
    await page.evaluate(`
      window.benchFrames = [];
      let before = performance.now();
      requestAnimationFrame(function next() {
        const now = performance.now();
        window.benchFrames.push(now - before);
        before = now;
        requestAnimationFrame(next);
      });
    `);
    const begun = performance.now();
    const text = '{chars:100000} {rate:700}';
    const { answer } = await client.api.chat.send({ conversation: id, text, agent: 'model', model: 'tinyllama' });
    const taken = () => page.evaluate<number[]>('window.benchFrames.splice(0)');
    await taken();
    const frames: number[] = [];
    for (;;) {
      await page.waitForTimeout(500);
      const { messages } = await client.api.chat.open({ id });
      const state = messages.find((m) => m.id === answer)?.state;
      frames.push(...(await taken()));
      if (state === 'running') continue;
      if (state !== 'done') throw new Error(`the long answer ended as ${state}`);
      break;
    }
    const shown = await page.evaluate<number>("document.querySelector('.thread')?.textContent?.length ?? 0");
    if (shown < 50_000) throw new Error(`the page shows only ${shown} characters of the answer`);
    const sorted = frames.sort((a, b) => a - b);
    const at = (part: number) => Number((sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN).toFixed(1));
    const seconds = Number(((performance.now() - begun) / 1000).toFixed(1));
    return { p95: at(0.95), p99: at(0.99), longest: at(1), count: sorted.length, characters: 100_000, seconds };
  } finally {
    await browser.close();
  }
}
