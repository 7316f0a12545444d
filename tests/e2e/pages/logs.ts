import type { Locator, Page } from 'playwright-core';

/** A log panel, in the inspector or on the page of all logs. */
export class LogPanel {
  readonly lines: Locator;
  constructor(readonly page: Page) {
    this.lines = page.getByRole('log', { name: 'Log lines' });
  }

  async says(text: string | RegExp, timeout = 20_000): Promise<void> {
    await this.lines.getByText(text).last().waitFor({ timeout });
  }

  get seams(): Locator {
    return this.lines.locator('.seam');
  }

  async search(text: string): Promise<void> {
    await this.page.getByLabel('Search logs').fill(text);
  }
}
