import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DesktopApp } from './app.ts';
import { bench, canRun, eventually } from './with-app.ts';

const on = bench();
let app: DesktopApp;
let page: Page;
let server: Server;
let outside = '';
const reached: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    reached.push(request.url ?? '');
    response.end('<title>outside</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  outside = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  app = await on.launch();
  page = await app.page();
  // Its script has run: an address that is gone to before would cut off what still loads.
  await page.waitForFunction(() => window.test !== undefined);
});
afterAll(() => void server?.close());

const opened = () => app.main(() => (globalThis as unknown as { seen: { opened: string[] } }).seen.opened);
const logged = (text: string) => eventually(app.output).toContain(text);

describe.skipIf(!canRun)('the page stays', () => {
  it.each([
    ['an address outside', () => `${outside}/went`],
    ['a file', () => 'file:///etc/passwd'],
    ['data', () => 'data:text/html,<title>x</title>'],
    ['another page of the app', () => './other'],
  ])('and does not go to %s', async (_, to) => {
    const before = page.url();
    await page.evaluate((address) => {
      window.location.href = address;
    }, to());
    // A page that is left loses this; one that stays has it a moment later.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 150)));
    expect(page.url()).toBe(before);
    expect(reached).toEqual([]);
  });
  it('a form goes nowhere', async () => {
    await page.evaluate((address) => {
      const form = document.createElement('form');
      form.action = `${address}/form`;
      document.body.append(form);
      form.submit();
    }, outside);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 150)));
    expect(reached).toEqual([]);
    expect(await page.evaluate(() => window.test.violations.some((v) => v.startsWith('form-action')))).toBe(true);
  });
});

describe.skipIf(!canRun)('windows', () => {
  it('none is opened; https goes to the browser of the system', async () => {
    const result = await page.evaluate(() => window.open('https://docs.docker.com/engine/'));
    expect(result).toBeNull();
    await eventually(opened).toEqual(['https://docs.docker.com/engine/']);
  });
  it('a link with a target of its own neither opens a window nor leaves', async () => {
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'https://kubernetes.io/docs';
      link.target = '_blank';
      link.textContent = 'link';
      document.body.append(link);
      link.click();
    });
    await eventually(opened).toContain('https://kubernetes.io/docs');
  });
  it.each(['http://127.0.0.1:1/', 'http://plain.example/', 'file:///etc/passwd', 'https://name:word@host.example/'])(
    '%s is opened nowhere',
    async (address) => {
      const before = await opened();
      expect(await page.evaluate((url) => window.open(url), address)).toBeNull();
      await logged('Did not open');
      expect(await opened()).toEqual(before);
    },
  );
});

describe.skipIf(!canRun)('the policy', () => {
  const violations = () => page.evaluate(() => window.test.violations);
  it('an inline script does not run', async () => {
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      return 'ran' in window;
    });
    expect(ran).toBe(false);
    await eventually(violations).toContain('script-src-elem inline');
  });
  it('nor does a handler in markup, nor a text that becomes code', async () => {
    const ran = await page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="window.ran = true">');
      // Later, since what the debugger itself evaluates is let past the policy.
      return new Promise<boolean>((resolve) => {
        setTimeout(() => {
          try {
            resolve(new Function('return true')() as boolean);
          } catch {
            resolve(false);
          }
        });
      });
    });
    expect(ran).toBe(false);
    await eventually(violations).toEqual(expect.arrayContaining(['script-src-attr inline', 'script-src eval']));
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  });
  it('nothing is fetched, framed or connected to outside', async () => {
    const results = await page.evaluate(async (address) => {
      const fetched = await fetch(`${address}/fetch`).then(
        () => 'fetched',
        () => 'refused',
      );
      const frame = document.createElement('iframe');
      frame.src = `${address}/frame`;
      document.body.append(frame);
      const image = document.createElement('img');
      image.src = `${address}/image.png`;
      document.body.append(image);
      const script = document.createElement('script');
      script.src = `${address}/script.js`;
      document.body.append(script);
      await new Promise((resolve) => setTimeout(resolve, 300));
      return fetched;
    }, outside);
    expect(results).toBe('refused');
    expect(reached).toEqual([]);
    const seen = (await violations()).map((v) => v.split(' ')[0]);
    expect(seen).toEqual(expect.arrayContaining(['connect-src', 'frame-src', 'img-src', 'script-src-elem']));
  });
  it('the page has no Node and no Electron', async () => {
    const names = ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'];
    expect(await page.evaluate((list) => list.filter((name) => name in window), names)).toEqual([]);
    expect(await page.evaluate(() => Object.keys(window.sutazai ?? {}))).toEqual(['connect']);
  });
});

describe.skipIf(!canRun)('permissions', () => {
  it.each(['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'])(
    '%s is denied',
    async (name) => {
      const state = await page.evaluate(
        async (n) => (await navigator.permissions.query({ name: n as 'geolocation' })).state,
        name,
      );
      expect(state).toBe('denied');
    },
  );
  it('but for putting text on the clipboard, by our own page', async () => {
    const query = { name: 'clipboard-write' as 'geolocation' };
    expect(await page.evaluate(async (q) => (await navigator.permissions.query(q)).state, query)).toBe('granted');
  });
  it('and asking does not help', async () => {
    const answers = await page.evaluate(async () => [
      await Notification.requestPermission(),
      await navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'granted',
        (error: Error) => error.name,
      ),
    ]);
    expect(answers).toEqual(['denied', 'NotAllowedError']);
  });
});

describe.skipIf(!canRun)('messages', () => {
  it('a window that is not ours is not heard, though it has the same preload', async () => {
    await app.main(async ({ ipcMain }) => {
      const port = { closed: false, close: () => {} };
      const event = { sender: { id: 4711 }, senderFrame: { origin: 'sutazai://app', parent: null }, ports: [port] };
      ipcMain.emit('sutazai:port', event, null);
    });
    await logged('Refused a message on sutazai:port: it comes from another window.');
  });
  it('nor is a foreign frame in our own window', async () => {
    await app.main(({ ipcMain, BrowserWindow }) => {
      const [ours] = BrowserWindow.getAllWindows();
      const frame = { origin: 'https://evil.example', parent: null };
      ipcMain.emit('sutazai:port', { sender: { id: ours?.webContents.id }, senderFrame: frame, ports: [] }, null);
      const inner = { origin: 'sutazai://app', parent: {} };
      ipcMain.emit('sutazai:port', { sender: { id: ours?.webContents.id }, senderFrame: inner, ports: [] }, null);
    });
    await logged('it comes from another origin.');
    await logged('it does not come from the top frame.');
  });
  it('nor a payload that is none', async () => {
    await app.main(({ ipcMain, BrowserWindow }) => {
      const [ours] = BrowserWindow.getAllWindows();
      const frame = { origin: 'sutazai://app', parent: null };
      const event = { sender: { id: ours?.webContents.id }, senderFrame: frame, ports: [] };
      ipcMain.emit('sutazai:port', event, { run: 'anything' });
      ipcMain.emit('sutazai:port', event, 'x'.repeat(10_000));
      ipcMain.emit('sutazai:port', event, null);
    });
    await logged('it does not fit its schema.');
    await logged('it is too large.');
    await logged('should have carried one port');
  });
});
