import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeCli, engine28, labAvailable } from '../lab/lab.ts';
import { busybox } from '../stack/project.ts';
import type { DesktopApp } from './app.ts';
import { bench, canRun, eventually } from './with-app.ts';

// Quitting while the stack is being started: the person is asked, and a yes ends the start in order first.

const project = `sutazai-d-quit-${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), 'sutazai-d-'));
const composeFile = join(folder, 'compose.yaml');
writeFileSync(
  composeFile,
  `
name: ${project}
services:
  slow:
    image: ${busybox}
    command: [sleep, "1000"]
    stop_grace_period: 0s
    healthcheck: {test: ["CMD", "false"], interval: 1s, timeout: 1s, retries: 1000, start_period: 600s}
`,
);

interface Seen {
  tray: { tooltip: string };
  dialogs: { message: string }[];
  answers: number[];
}

describe.skipIf(!canRun || !labAvailable().ok)('quitting during a start', () => {
  const on = bench();
  const engine = engine28();
  let app: DesktopApp;
  const quit = (answer: number) =>
    app.main((electron, given) => {
      (globalThis as unknown as { seen: Seen }).seen.answers.push(given);
      electron.app.quit();
    }, answer);
  const tooltip = () => app.main(() => (globalThis as unknown as { seen: Seen }).seen.tray.tooltip);
  const asked = () => app.main(() => (globalThis as unknown as { seen: Seen }).seen.dialogs.map((d) => d.message));

  const created = () =>
    composeCli(engine, ['-p', project, 'ps', '-q'], { cwd: folder }).then(({ stdout }) => stdout.trim());
  const start = async () => {
    app = await on.launch({ env: { DOCKER_HOST: engine.dockerHost, SUTAZAI_COMPOSE_FILE: composeFile } });
    const page = await app.page();
    await page.waitForFunction(() => document.documentElement.dataset.connected === 'yes');
  };
  beforeAll(start);
  afterAll(async () => {
    await composeCli(engine, ['-p', project, 'down', '-t', '0', '--remove-orphans'], { cwd: folder });
    rmSync(folder, { recursive: true, force: true });
  });

  it('asks, and a no leaves everything as it is', async () => {
    const page = await app.page();
    await page.evaluate(() => window.test.api.stack.begin({ kind: 'up' }));
    await eventually(tooltip).toMatch(/^SutazAI: Starting, /);
    await quit(1);
    await eventually(asked).toEqual(['An operation is running']);
    expect(await tooltip()).toMatch(/^SutazAI: Starting, /);
  });
  it('the session ends: nobody is asked, what runs is ended in order', async () => {
    await eventually(created).not.toBe('');
    const page = await app.page();
    const prevented = await app.main(({ powerMonitor }) => {
      const event = { prevented: false, preventDefault: () => Object.assign(event, { prevented: true }) };
      powerMonitor.emit('shutdown', event);
      return event.prevented;
    });
    expect(prevented).toBe(true);
    expect(await app.exited).toBe(0);
    expect(page.isClosed()).toBe(true);
    const { stdout } = await composeCli(engine, ['-p', project, 'ps', '--format', 'json'], { cwd: folder });
    expect(stdout).toContain(`"Service":"slow"`);
    await start();
    const again = await app.page();
    await again.evaluate(() => window.test.api.stack.begin({ kind: 'up' }));
    await eventually(tooltip).toMatch(/^SutazAI: Starting, /);
  });
  it('a yes ends the start in order, then the process; what was started stays', async () => {
    await eventually(created).not.toBe('');
    await quit(0);
    expect(await app.exited).toBe(0);
    const { stdout } = await composeCli(engine, ['-p', project, 'ps', '--format', 'json'], { cwd: folder });
    expect(stdout).toContain(`"Service":"slow"`);
  });
});
