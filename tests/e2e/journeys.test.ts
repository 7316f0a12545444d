// From a clean home to a running stack, and what a person does with it then. Real pages, real host, real engine.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserAvailable } from '../browser/chromium.ts';
import { dockerCli, labAvailable } from '../lab/lab.ts';
import { portOf, smallServices, smallStack } from './files.ts';
import { FirstRunPage } from './pages/first-run.ts';
import { LogPanel } from './pages/logs.ts';
import { StackPage } from './pages/stack.ts';
import { closeBrowser, World } from './world.ts';

const ready = labAvailable().ok && browserAvailable();

describe.skipIf(!ready)('a person and a stack', () => {
  let world: World;
  let page: Page;
  let stack: StackPage;
  const container = (service: string) => `${world.project.name}-${service}-1`;

  beforeAll(async () => {
    world = await World.open(smallStack(portOf(23_000)));
    page = await world.tab();
    stack = new StackPage(page);
  });
  afterAll(async () => {
    await world?.close();
    await closeBrowser();
  });

  it('takes the key out of the address', async () => {
    await new FirstRunPage(page).shown();
    expect(page.url()).not.toContain('token');
    expect(page.url()).not.toContain(world.served.web.token);
  });

  it('says what stands before the first start, and shows the plan', async () => {
    const first = new FirstRunPage(page);
    await first.checked();
    expect(await first.verdictOf(world.project.engine.dockerHost).first().textContent()).toContain('Ready');
    await page.getByRole('button', { name: 'See the plan' }).click();
    const plan = page.getByRole('complementary', { name: 'Plan' });
    await plan.getByText(/services to create$/).waitFor();
    // Closed with a key, the focus is back where it was: whoever uses the keyboard goes on from there.
    await plan.getByRole('button', { name: 'Close the plan' }).focus();
    await page.keyboard.press('Escape');
    await plan.waitFor({ state: 'detached' });
    const opener = page.getByRole('button', { name: 'See the plan' });
    expect(await opener.evaluate((e) => e === document.activeElement)).toBe(true);
  });

  it('starts with one press; one bar leads to healthy services', async () => {
    const first = new FirstRunPage(page);
    await first.startButton.click();
    await page.getByRole('progressbar', { name: 'Start of the stack' }).waitFor();
    await stack.allHealthy(smallServices);
    expect(await page.locator('header.top').textContent()).toContain('4 healthy');
    // The job is over: it is no service that anybody looks for.
    expect(await stack.row('setup').count()).toBe(0);
  });

  it('shows a container that was killed from outside within a second', async () => {
    await dockerCli(world.project.engine, ['kill', container('cache')]);
    const killed = performance.now();
    await stack.shows('cache', /Failed|Stopped/, 1000);
    expect(performance.now() - killed).toBeLessThan(1000);
  });

  it('starts it again from its row', async () => {
    await stack.row('cache').getByRole('button', { name: 'Start Cache' }).click();
    await stack.shows('cache', 'Healthy');
  });

  it('finds the sick service, says why in words, and mends it with the button beside them', async () => {
    await dockerCli(world.project.engine, ['exec', container('api'), 'touch', '/state/sick']);
    await stack.shows('api', 'Unhealthy', 10_000);
    const attention = page.getByRole('navigation', { name: 'Main' });
    await attention.getByRole('link', { name: 'Backend API' }).click();
    const inspector = page.getByRole('complementary', { name: 'Backend API' });
    await inspector.getByText('the queue is full').first().waitFor();
    await inspector.getByText('Needed by Agent.').waitFor();
    await inspector.getByRole('button', { name: 'Restart Backend API' }).click();
    await stack.shows('api', 'Healthy');
    await inspector
      .getByText('Nothing is wrong with it now.')
      .or(inspector.getByRole('tab', { name: 'Details' }))
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
  });

  it('follows logs across a restart, with a seam', async () => {
    await stack.open('db', 'Logs');
    const logs = new LogPanel(page);
    await logs.says(/line \d+/);
    const before = await logs.seams.count();
    await page.locator('aside.inspector').getByRole('button', { name: 'Restart' }).click();
    await expect.poll(() => logs.seams.count(), { timeout: 30_000 }).toBeGreaterThan(before);
    await stack.shows('db', 'Healthy');
    await logs.says('line 3');
    await logs.search('database ready');
    await page.getByText('2 lines', { exact: true }).waitFor();
    await logs.search('');
  });

  it('stops following when one scrolls up, and counts what came', async () => {
    const logs = new LogPanel(page);
    await logs.says('line 12');
    await logs.lines.hover();
    await page.mouse.wheel(0, -2000);
    await page.getByRole('button', { name: /new lines?$/ }).click({ timeout: 10_000 });
    await expect.poll(() => page.getByRole('button', { name: 'Follow' }).getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('Escape');
  });

  it('opens a terminal in a container', async () => {
    await stack.open('api', 'Terminal');
    await page.locator('.xterm-helper-textarea').waitFor();
    await page.keyboard.type('echo $((40 + 2)) from inside\n');
    await page.locator('aside.inspector').getByText('42 from inside').first().waitFor();
    await page.getByRole('button', { name: 'Close inspector' }).click();
  });

  it('does everything from the palette, by keyboard alone', async () => {
    const startedAt = async () =>
      (await dockerCli(world.project.engine, ['inspect', '-f', '{{.State.StartedAt}}', container('agent')])).stdout;
    await stack.idle();
    const before = await startedAt();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('restart agent');
    await page.keyboard.press('Enter');
    await expect.poll(startedAt).not.toBe(before);
    await stack.shows('agent', 'Running');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+3');
    await page.getByRole('heading', { level: 1, name: 'Monitor' }).waitFor();
    await page.keyboard.press('Control+1');
    await page.getByRole('heading', { level: 1, name: 'Stack' }).waitFor();
  });

  it('keeps a choice of theme and language over a reload', async () => {
    await page.keyboard.press('Control+5');
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.getByLabel('Language').selectOption('de');
    await page.getByRole('heading', { level: 1, name: 'Einstellungen' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Einstellungen' }).waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.getByLabel('Sprache').selectOption('en');
    await page.getByRole('button', { name: 'As the system' }).click();
    await page.keyboard.press('Control+1');
  });

  it('stops the stack, and keeps showing it', async () => {
    await page.getByRole('button', { name: 'Stop stack' }).click();
    await stack.shows('db', 'Stopped');
    await stack.shows('agent', 'Stopped');
    await page.getByRole('button', { name: 'Start stack' }).waitFor();
  });

  it('wrote no error while all this was done', () => {
    expect(world.complaints).toEqual([]);
  });
});
