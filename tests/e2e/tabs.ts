// Tabs of a real browser, each opened by the link that the host prints, in a browser profile of its own.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../browser/chromium.ts';

let browser: Promise<Browser> | undefined;
const theBrowser = () => {
  browser ??= launchChromium();
  return browser;
};

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

export interface Look {
  theme?: 'light' | 'dark';
  locale?: string;
  width?: number;
  height?: number;
}

export class Tabs {
  private readonly contexts: BrowserContext[] = [];
  /** Errors that the pages wrote to the console or threw: a journey without them is asserted by each test file. */
  readonly complaints: string[] = [];

  constructor(private readonly link: () => string) {}

  async open(look: Look = {}): Promise<Page> {
    const { theme = 'light', width = 1280, height = 800, locale = 'en-US' } = look;
    const context = await (await theBrowser()).newContext({ viewport: { width, height }, colorScheme: theme, locale });
    this.contexts.push(context);
    const page = await context.newPage();
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    await page.goto(this.link());
    return page;
  }

  async close(): Promise<void> {
    for (const context of this.contexts) await context.close();
  }
}
