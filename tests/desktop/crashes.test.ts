import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeCli, engine28, labAvailable } from '../lab/lab.ts';
import { busybox } from '../stack/project.ts';
import type { DesktopApp } from './app.ts';
import { bench, canRun, eventually } from './with-app.ts';

// What ends that should not: the page's process, the app's own, the graphics driver; and a machine that has slept.

interface Seen {
  dialogs: { message: string }[];
  answers: number[];
}
const project = `sutazai-d-crash-${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), 'sutazai-d-'));
const composeFile = join(folder, 'compose.yaml');
const service = `image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s`;
writeFileSync(composeFile, `name: ${project}\nservices:\n  one: {${service}}\n  two: {${service}}\n`);

describe.skipIf(!canRun || !labAvailable().ok)('what ends that should not', () => {
  const on = bench();
  const engine = engine28();
  let app: DesktopApp;
  const compose = (...args: string[]) => composeCli(engine, ['-p', project, ...args], { cwd: folder });
  const environment = (host = engine.dockerHost) => ({ DOCKER_HOST: host, SUTAZAI_COMPOSE_FILE: composeFile });
  const launch = async (more: { argv?: string[]; host?: string } = {}) => {
    app = await on.launch({ argv: more.argv ?? [], env: environment(more.host) });
    return connected();
  };
  const connected = async (): Promise<Page> => {
    const page = await app.page();
    await page.waitForFunction(() => document.documentElement.dataset.connected === 'yes');
    return page;
  };
  const asked = () => app.main(() => (globalThis as unknown as { seen: Seen }).seen.dialogs.map((d) => d.message));
  const answerNext = (answer: number) =>
    app.main((_, given) => void (globalThis as unknown as { seen: Seen }).seen.answers.push(given), answer);
  /** Ends the page's real process. */
  const crash = async (page: Page) => {
    const over = page.waitForEvent('crash');
    await app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
    await over;
  };
  const states = (page: Page) =>
    page.evaluate(async () => {
      for await (const { services } of await window.test.api.stack.watch()) {
        return Object.fromEntries(services.map((s) => [s.service, s.state]));
      }
      return {};
    });

  beforeAll(async () => {
    await compose('up', '-d');
  });
  afterAll(async () => {
    await app?.close();
    await compose('down', '-t', '0', '--remove-orphans');
    rmSync(folder, { recursive: true, force: true });
  });

  describe('the page', () => {
    it('whose process ends is read again at its place, over the host that went on', async () => {
      const first = await launch();
      const startedAt = await first.evaluate(async () => (await window.test.api.host.info()).startedAt);
      await first.evaluate(() => {
        location.hash = '#/stack/one';
      });
      await crash(first);
      const again = await connected();
      expect(new URL(again.url()).hash).toBe('#/stack/one');
      expect(await again.evaluate(async () => (await window.test.api.host.info()).startedAt)).toBe(startedAt);
      expect(await states(again)).toEqual({ one: 'running', two: 'running' });
      expect(await asked()).toEqual([]);
      expect(app.output()).toContain('The process of the page ended: crashed');
    });
    it('is not read again for ever: the third time the person is asked', async () => {
      await crash(await connected());
      await answerNext(1);
      await crash(await connected());
      await eventually(asked).toEqual(['The page has ended several times']);
      expect(await app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.isCrashed())).toBe(
        true,
      );
    });
    it('comes back whole when the window is wanted', async () => {
      expect(await app.again([])).toBe(0);
      expect(await states(await connected())).toEqual({ one: 'running', two: 'running' });
    });
    it('that hangs is asked about; waiting leaves it, a yes reads it again', async () => {
      const page = await connected();
      const hang = () => app.main(({ BrowserWindow }) => void BrowserWindow.getAllWindows()[0]?.emit('unresponsive'));
      await page.evaluate(() => {
        window.test.went.push('typed');
      });
      await answerNext(1);
      await hang();
      await eventually(asked).toHaveLength(2);
      expect((await asked())[1]).toBe('The page does not answer');
      expect(await page.evaluate(() => window.test.went)).toContain('typed');
      // The page has ended three times within the minute: that it ends again is asked about as well.
      await answerNext(0);
      await answerNext(0);
      const over = page.waitForEvent('crash');
      await hang();
      await over;
      expect(await (await connected()).evaluate(() => window.test.went)).toEqual([]);
      await app.close();
    });
  });

  describe('the app', () => {
    it('killed in the middle of a start leaves nothing that the next one cannot go on from', async () => {
      const page = await launch();
      await page.evaluate(() => window.test.api.stack.begin({ kind: 'restart' }));
      const pid = await app.main(() => process.pid);
      process.kill(pid, 'SIGKILL');
      await app.exited;
      const next = await launch();
      const { id } = await next.evaluate(() => window.test.api.stack.begin({ kind: 'up' }));
      const outcome = await next.evaluate(async (wanted) => {
        for await (const { operation } of await window.test.api.stack.operation()) {
          if (operation?.id === wanted && operation.outcome !== undefined) return operation.outcome;
        }
        return 'nothing';
      }, id);
      expect(outcome).toBe('done');
      expect(await states(next)).toEqual({ one: 'running', two: 'running' });
    });
    it('a defect in it is told in words, its stack is in the log only, and the stack of services goes on', async () => {
      await app.main(() => void setTimeout(() => Promise.reject(new Error('left alone'))));
      await eventually(app.output).toContain('A promise was left to fail.');
      expect(await states(await connected())).toMatchObject({ one: 'running' });

      await app.main(() => {
        setTimeout(() => {
          throw new Error('a defect');
        }, 50);
      });
      expect(await app.exited).toBe(1);
      const told = /SutazAI has to end\. The stack goes on: .*/.exec(app.output())?.[0] ?? '';
      expect(told).not.toBe('');
      expect(told).not.toMatch(/ at |\.ts:|\.mjs:/);
      expect(readFileSync(join(on.stateDir, 'window', 'desktop.log'), 'utf8')).toMatch(/Error: a defect\n {4}at /);
      expect((await compose('ps', '--services', '--status', 'running')).stdout.trim().split('\n')).toHaveLength(2);
    });
  });

  it('a graphics driver that fails again and again: the next start draws without it, --gpu tries it again', async () => {
    // Only the double says what was asked for before the start; on Electron itself the unit tests stand alone.
    const software = () =>
      app.main(
        (electron) => (electron as unknown as { recorded?: { drawsBySoftware: boolean } }).recorded?.drawsBySoftware,
      );
    await launch();
    const on = app.on;
    await app.main(({ app: electronApp }) => {
      const details = { type: 'GPU', reason: 'crashed', exitCode: 139 };
      for (let i = 0; i < 3; i += 1) electronApp.emit('child-process-gone', {}, details);
    });
    await app.close();
    await launch();
    if (on === 'double') expect(await software()).toBe(true);
    expect(app.output()).toContain('Draws without the graphics card');
    await app.close();
    await launch({ argv: ['--gpu'] });
    if (on === 'double') expect(await software()).toBe(false);
    await app.close();
  });

  it('after sleep everything is looked at anew, though the connections died without a word', async () => {
    const relay = await Relay.to(engine.socketPath);
    const page = await launch({ host: `tcp://127.0.0.1:${relay.port}` });
    expect(await states(page)).toEqual({ one: 'running', two: 'running' });
    relay.fallSilent();
    await compose('stop', '-t', '0', 'two');
    await page.waitForTimeout(1500);
    // Nothing was heard: that is what sleep does to a connection over a network.
    expect(await states(page)).toEqual({ one: 'running', two: 'running' });
    await app.main(({ powerMonitor }) => void powerMonitor.emit('resume'));
    await eventually(() => states(page)).toEqual({ one: 'running', two: 'stopped' });
    await app.close();
    relay.close();
  });
});

/** Carries connections to a socket; those that were there when it fell silent neither carry nor close any more. */
class Relay {
  private readonly pairs: [Socket, Socket][] = [];
  private constructor(private readonly server: Server) {}

  static async to(path: string): Promise<Relay> {
    const server = createServer();
    const relay = new Relay(server);
    server.on('connection', (from) => {
      const to = connect(path);
      relay.pairs.push([from, to]);
      for (const one of [from, to]) one.on('error', () => undefined);
      from.pipe(to);
      to.pipe(from);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return relay;
  }
  get port(): number {
    const address = this.server.address();
    return address && typeof address === 'object' ? address.port : 0;
  }
  fallSilent(): void {
    for (const [from, to] of this.pairs.splice(0)) {
      from.unpipe(to);
      to.unpipe(from);
      from.pause();
      to.destroy();
      this.silent.push(from);
    }
  }
  private readonly silent: Socket[] = [];
  close(): void {
    for (const one of [...this.silent, ...this.pairs.flat()]) one.destroy();
    this.server.close();
  }
}
