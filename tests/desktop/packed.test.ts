import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll } from '@electron/asar';
import { loadProject } from '@sutazai/core/compose';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pack } from '../../build/desktop/package.mjs';
import { engine28, labAvailable } from '../lab/lab.ts';
import { type DesktopApp, runsOn } from './app.ts';
import { root } from './build.ts';
import { bench, canRun, eventually } from './with-app.ts';

// What was packed is started: its bundles, pages and native module from the archive, the stack's files from beside it. The program
// around it is the double, as Electron's cannot be downloaded where these tests run.

const unpacked = join(root, 'dist', 'desktop', 'out', 'linux-unpacked');

describe.skipIf(!canRun || !labAvailable().ok || runsOn === 'electron' || process.platform !== 'linux')(
  'the packed app',
  () => {
    const on = bench();
    const folder = mkdtempSync(join(tmpdir(), 'sutazai-packed-'));
    let app: DesktopApp;
    let page: Page;

    beforeAll(async () => {
      execFileSync('npx', ['turbo', 'run', 'build', '--output-logs=errors-only'], { cwd: root, stdio: 'inherit' });
      await pack({ standIn: true, targets: ['dir'] });
      // Away from the clone, so that nothing of it is found by chance.
      extractAll(join(unpacked, 'resources', 'app.asar'), join(folder, 'app'));
      cpSync(join(unpacked, 'resources', 'product'), join(folder, 'resources', 'product'), { recursive: true });
      app = await on.launch({
        packed: { app: join(folder, 'app'), resources: join(folder, 'resources') },
        // What only a clone may be told: a built app passes it by.
        env: { DOCKER_HOST: engine28().dockerHost, SUTAZAI_COMPOSE_FILE: '/nonexistent/compose.yaml' },
      });
      page = await app.page();
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('shows its own pages', async () => {
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByText('28.5.2').first().waitFor();
      expect(await page.title()).not.toBe("Page of the shell's tests");
    });
    it('has the stack in its state folder, closed to others, where an engine can read it', async () => {
      const compose = join(on.stateDir, 'product', 'resources', 'compose', 'compose.yaml');
      await eventually(() => existsSync(compose)).toBe(true);
      expect(statSync(on.stateDir).mode & 0o077).toBe(0);
      // Every file and folder that the project names of its own is there.
      const environment = { SUTAZAI_STATE_DIR: on.stateDir };
      const { project } = await loadProject({ cwd: folder, files: [compose], environment, profiles: ['*'] });
      const contexts = Object.values(project.services).flatMap((s) => s.build?.context ?? []);
      const files = Object.values(project.configs ?? {}).flatMap((c) => c.file ?? []);
      expect(contexts.length).toBeGreaterThan(2);
      expect(files.length).toBeGreaterThan(2);
      for (const path of [...contexts, ...files]) {
        expect(path.startsWith(join(on.stateDir, 'product')), path).toBe(true);
        expect(existsSync(path), path).toBe(true);
      }
    });
    it('has neither reload nor inspector in its menu, and writes to its log only', async () => {
      const roles = await app.main(({ Menu }) =>
        Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items.map((inner) => inner.role) ?? []),
      );
      expect(roles).not.toEqual(expect.arrayContaining(['reload']));
      expect(roles).not.toEqual(expect.arrayContaining(['toggleDevTools']));
      const log = () => readFileSync(join(on.stateDir, 'window', 'desktop.log'), 'utf8');
      await eventually(log).toContain('launch: ');
      expect(app.output()).toBe('');
    });
    it('has no updater without a server of updates, and says so when asked', async () => {
      await app.main(({ Menu }) => {
        const help = Menu.getApplicationMenu()?.items.find((item) => item.label === 'Help');
        help?.submenu?.items.find((item) => item.label === 'Check for updates')?.click();
      });
      const asked = () =>
        app.main(() =>
          (globalThis as unknown as { seen: { dialogs: { message: string }[] } }).seen.dialogs.map((d) => d.message),
        );
      await eventually(asked).toEqual(['Updates are off']);
    });
  },
);
