// A person's machine with a clean home: a compose project on a real engine, its host, and the built pages in a real browser.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { serveWeb, type WebHost } from '@sutazai/core/api';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Served } from '../api/served.ts';
import { launchChromium } from '../browser/chromium.ts';
import { type Engine, engine28 } from '../lab/lab.ts';
import { TestProject } from '../stack/project.ts';

/** What `npm run build` makes, and what is served to people. */
export const builtPages = fileURLToPath(new URL('../../apps/renderer/dist', import.meta.url));

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

export class World {
  private readonly contexts: BrowserContext[] = [];
  /** Errors that the pages wrote to the console or threw: a journey without them is asserted by each test file. */
  readonly complaints: string[] = [];

  private constructor(
    readonly project: TestProject,
    readonly served: Served,
  ) {}

  /** `before` may write into the state that the host will find. */
  static async open(
    files: string | Record<string, string>,
    engine: Engine = engine28(),
    before: (project: TestProject) => void = () => undefined,
  ): Promise<World> {
    if (!existsSync(`${builtPages}/index.html`)) throw new Error('the pages are not built: npm run build');
    const project = new TestProject(files, engine);
    before(project);
    return new World(project, await Served.start(project, { web: { pages: builtPages } }));
  }

  /** A tab that was opened by the printed link, in a browser profile of its own. */
  async tab(look: Look = {}): Promise<Page> {
    const { theme = 'light', width = 1280, height = 800, locale = 'en-US' } = look;
    const context = await (await theBrowser()).newContext({ viewport: { width, height }, colorScheme: theme, locale });
    this.contexts.push(context);
    const page = await context.newPage();
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    await page.goto(this.served.web.link);
    return page;
  }

  /** The host's door is shut while `during` runs, and opened again at the same address with the same key. */
  async withoutHost(during: () => Promise<void>): Promise<void> {
    const { port } = this.served.web;
    await this.served.web.close();
    await during();
    this.again = await serveWeb({ host: this.served.host, port, pages: builtPages });
  }
  private again: WebHost | undefined;

  async close(): Promise<void> {
    await this.again?.close();
    for (const context of this.contexts) await context.close();
    await this.served.close();
    await this.project.cleanup();
  }
}
