import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../api/served.ts';
import { browserAvailable } from '../browser/chromium.ts';
import { look } from '../e2e/look.ts';
import { closeBrowser, World } from '../e2e/world.ts';
import { labAvailable } from '../lab/lab.ts';
import { buildServers, sickService } from './sick-service.ts';

// What a person in a browser sees of an alert of the real monitoring.

describe.skipIf(!browserAvailable() || !labAvailable().ok)('alerts on the pages', () => {
  let world: World;
  let page: Page;
  const sick = (yes: boolean) =>
    world.project.compose('exec', '-T', 'queue', 'sh', '-c', `echo sick ${yes ? 1 : 0} > /www/metrics`);

  beforeAll(async () => {
    buildServers();
    world = await World.open(await sickService());
    page = await world.tab();
    const api = (await world.served.page()).api;
    expect((await run(api, { kind: 'up' })).outcome).toBe('done');
    // The first look has been made.
    for await (const now of await api.alerts.watch()) if (now.source === 'alertmanager') break;
  });
  afterAll(async () => {
    await world?.close();
    await closeBrowser();
  });

  const rail = () => page.getByRole('navigation', { name: 'Main' });

  it('one that fires is told once, calmly, and stays in the rail', async () => {
    await sick(true);
    await page.locator('.toasts').getByText('queue takes no more tasks').waitFor({ timeout: 60_000 });
    await page.locator('.toasts').getByText('sutazai logs queue').waitFor();
    await rail().getByRole('heading', { name: 'Alerts' }).waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await look(page, 'stack-alert', theme);
    }
  });
  it('a press leads to its service', async () => {
    await rail().getByRole('link', { name: 'queue takes no more tasks' }).click();
    await page.locator('aside.inspector[aria-label="Queue"]').waitFor();
  });
  it('a reload shows it and tells it to nobody', async () => {
    await page.reload();
    await rail().getByRole('link', { name: 'queue takes no more tasks' }).waitFor();
    expect(await page.locator('.toast').count()).toBe(0);
  });
  it('it is gone from the rail when it is over', async () => {
    await sick(false);
    await rail().getByRole('heading', { name: 'Alerts' }).waitFor({ state: 'detached', timeout: 60_000 });
    expect(world.complaints).toEqual([]);
  });
});
