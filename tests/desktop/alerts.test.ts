import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildServers, sickService } from '../alerts/sick-service.ts';
import { composeCli, engine28, labAvailable } from '../lab/lab.ts';
import type { DesktopApp } from './app.ts';
import { bench, canRun, eventually } from './with-app.ts';

// An alert of the real Alertmanager becomes one notice of the system, and a click on it leads to the service.

interface Seen {
  notices: { title: string; body: string; notification: { emit(event: string, ...more: unknown[]): void } }[];
}
const project = `sutazai-d-alerts-${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), 'sutazai-d-'));
const composeFile = join(folder, 'compose.yaml');

describe.skipIf(!canRun || !labAvailable().ok)('notices of alerts', () => {
  const on = bench();
  const engine = engine28();
  let app: DesktopApp;
  let page: Page;
  const compose = (...args: string[]) => composeCli(engine, ['-p', project, ...args], { cwd: folder });
  const sick = (yes: boolean) => compose('exec', '-T', 'queue', 'sh', '-c', `echo sick ${yes ? 1 : 0} > /www/metrics`);
  const notices = () =>
    app.main(() => (globalThis as unknown as { seen: Seen }).seen.notices.map(({ title, body }) => ({ title, body })));
  /** What the host says at the next value that has this source. */
  const firing = () =>
    page.evaluate(async () => {
      for await (const now of await window.test.api.alerts.watch()) {
        if (now.source !== null) return now.firing.map((a) => a.name);
      }
      return [];
    });
  /** Lets the shell hear of alerts or not. */
  const wanted = (alerts: boolean) =>
    page.evaluate(async (on) => {
      const { notifications } = await window.test.api.settings.get();
      await window.test.api.settings.set({ notifications: { ...notifications, alerts: on } });
    }, alerts);

  beforeAll(async () => {
    buildServers();
    writeFileSync(composeFile, await sickService(project));
    await compose('up', '-d', '--wait');
    app = await on.launch({ env: { DOCKER_HOST: engine.dockerHost, SUTAZAI_COMPOSE_FILE: composeFile } });
    page = await app.page();
    await page.waitForFunction(() => document.documentElement.dataset.connected === 'yes');
    expect(await firing()).toEqual([]);
  });
  afterAll(async () => {
    await compose('down', '-v', '-t', '0', '--remove-orphans');
    rmSync(folder, { recursive: true, force: true });
  });

  it('one that fires is told once, with why and what to do', async () => {
    await sick(true);
    await eventually(notices).toEqual([
      { title: 'queue takes no more tasks', body: 'Its memory is full.\nsutazai logs queue' },
    ]);
    expect(await firing()).toEqual(['QueueFull']);
  });
  it('a click leads to the service', async () => {
    await app.main(() => (globalThis as unknown as { seen: Seen }).seen.notices[0]?.notification.emit('click', {}));
    await eventually(() => page.evaluate(() => window.test.went)).toContain('/stack/queue');
  });
  it('switched off in the settings and on again it is not told anew', async () => {
    await wanted(false);
    await wanted(true);
    expect(await firing()).toEqual(['QueueFull']);
    expect(await notices()).toHaveLength(1);
  });
});
