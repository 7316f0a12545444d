import type { Locator, Page } from 'playwright-core';

/** The Stack page as a person sees it: by titles, words and buttons. */
export class StackPage {
  constructor(readonly page: Page) {}

  row(service: string): Locator {
    return this.page.locator(`tr[data-service="${service}"]`);
  }

  /** Waits until the row says one of these states. */
  async shows(service: string, words: string | RegExp, timeout = 30_000): Promise<void> {
    await this.row(service).getByText(words).first().waitFor({ timeout });
  }

  async allHealthy(services: readonly string[], timeout = 60_000): Promise<void> {
    for (const service of services) await this.shows(service, /^(Healthy|Running)$/, timeout);
  }

  async open(service: string, tab?: string): Promise<Locator> {
    await this.row(service).click();
    const inspector = this.page.locator('aside.inspector');
    await inspector.waitFor();
    if (tab) await inspector.getByRole('tab', { name: tab }).click();
    return inspector;
  }

  /** Over the menu of the row. */
  async act(service: string, name: string): Promise<void> {
    await this.row(service)
      .getByRole('button', { name: /^Actions for/ })
      .click();
    await this.page.getByRole('menuitem', { name }).click();
  }

  /** No operation runs: another one may be begun. */
  async idle(timeout = 30_000): Promise<void> {
    await this.page.getByRole('button', { name: /^(Stop|Start) stack$/ }).waitFor({ timeout });
  }

  /** Sees the plan, then starts. */
  async start(): Promise<void> {
    await this.page.getByRole('button', { name: 'Start stack' }).click();
    await this.page
      .locator('aside.inspector')
      .getByRole('button', { name: /^Start \d+ service/ })
      .click();
  }

  /** Percent of the one bar; undefined when nothing runs. */
  async percent(): Promise<number | undefined> {
    const text = await this.page
      .locator('.hero .big')
      .textContent({ timeout: 2000 })
      .catch(() => null);
    return text === null ? undefined : Number.parseInt(text, 10);
  }
}
