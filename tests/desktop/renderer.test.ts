import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { engine28, labAvailable } from '../lab/lab.ts';
import type { DesktopApp } from './app.ts';
import { root } from './build.ts';
import { bench, canRun, eventually } from './with-app.ts';

// The product's own pages in the window, under its own policy: nothing of them is refused, and they hear the shell.

const pages = join(root, 'apps', 'renderer', 'dist');

describe.skipIf(!canRun || !labAvailable().ok)('the pages of the product in the window', () => {
  const on = bench();
  let app: DesktopApp;
  const problems: string[] = [];

  beforeAll(async () => {
    expect(existsSync(join(pages, 'index.html')), 'the pages are built by npm run build').toBe(true);
    app = await on.launch({ pages, env: { DOCKER_HOST: engine28().dockerHost } });
    const page = await app.page();
    page.on('console', (message) => {
      if (message.type() === 'error' || /Content.Security.Policy/i.test(message.text())) problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
  });

  it('reach the host and show what it says', async () => {
    const page = await app.page();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByText('28.5.2').first().waitFor();
  });
  it.each(['Settings', 'Monitor', 'Chat', 'Stack'])('go to %s when the menu says so', async (label) => {
    await app.main(({ Menu }, wanted) => {
      const view = Menu.getApplicationMenu()?.items.find((item) => item.label === 'View');
      view?.submenu?.items.find((item) => item.label === wanted)?.click();
    }, label);
    const page = await app.page();
    await eventually(() => page.url()).toMatch(new RegExp(`#/${label.toLowerCase()}`));
    await page.getByRole('heading', { level: 1 }).waitFor();
  });
  it('without a word of complaint in the console', () => {
    expect(problems).toEqual([]);
  });
});
