import type { Locator, Page } from 'playwright-core';

/** The Chat page: agents at the left, the conversation, what one writes below it. */
export class ChatPage {
  constructor(readonly page: Page) {}

  async pick(agent: string): Promise<void> {
    await this.page
      .getByRole('region', { name: 'Chats' })
      .getByRole('button', { name: new RegExp(`^${agent}`) })
      .first()
      .click();
  }

  async ask(text: string): Promise<void> {
    const field = this.page.locator('.composer textarea');
    await field.fill(text);
    await field.press('Enter');
  }

  get answers(): Locator {
    return this.page.locator('article.msg:not(.user)');
  }

  /** The last answer once it is in this state. */
  async ended(state: 'done' | 'stopped' | 'failed' = 'done', timeout = 60_000): Promise<Locator> {
    const last = this.answers.last();
    await this.page.locator(`article[data-state="${state}"]`).last().waitFor({ timeout });
    return last;
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }
}
