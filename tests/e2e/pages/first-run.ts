import type { Locator, Page } from 'playwright-core';

/** The page before the first start. */
export class FirstRunPage {
  constructor(readonly page: Page) {}

  async shown(): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name: 'Before the first start' }).waitFor();
  }

  /** The checks are through. */
  async checked(): Promise<void> {
    await this.page.getByText(/^checked in/).waitFor();
  }

  verdictOf(url: string): Locator {
    return this.page.locator('ul.eng li').filter({ hasText: url });
  }

  port(published: number): Locator {
    return this.page.locator('ul.ports li').filter({ hasText: String(published) });
  }

  get startButton(): Locator {
    return this.page.locator('#first-start button.primary');
  }
}
