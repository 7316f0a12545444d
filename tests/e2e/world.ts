// A person's machine with a clean home: a compose project on a real engine, its host, and the built pages in a real browser.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { serveWeb, type WebHost } from '@sutazai/core/api';
import type { Page } from 'playwright-core';
import { Served } from '../api/served.ts';
import { type Engine, engine28 } from '../lab/lab.ts';
import { TestProject } from '../stack/project.ts';
import { type Look, Tabs } from './tabs.ts';

/** What `npm run build` makes, and what is served to people. */
export const builtPages = fileURLToPath(new URL('../../apps/renderer/dist', import.meta.url));

export { closeBrowser, type Look } from './tabs.ts';

export class World {
  private readonly tabs = new Tabs(() => this.served.web.link);
  readonly complaints = this.tabs.complaints;

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
  tab(look: Look = {}): Promise<Page> {
    return this.tabs.open(look);
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
    await this.tabs.close();
    await this.served.close();
    await this.project.cleanup();
  }
}
