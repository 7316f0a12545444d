import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveWeb, type WebHost } from '@sutazai/core/api';
import type { MessageDetail } from '@sutazai/core/contract';
import { type Host, openHost } from '@sutazai/core/host';
import { openStore } from '@sutazai/core/store';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../browser/chromium.ts';
import type { DesktopApp } from './app.ts';
import { root } from './build.ts';
import { bench, canRun } from './with-app.ts';

// A copy button does what it says, in the window as in a browser tab over plain HTTP on this machine: the text is pasted back
// as a person would, by the keyboard.

const pages = join(root, 'apps', 'renderer', 'dist');
const answer = 'A sentence to be kept: äöü & <b>42</b>';

/** A conversation of yesterday. */
function withConversation(stateDir: string): void {
  const store = openStore(stateDir);
  store.conversations.add({ id: 'c1', title: 'Copying', agent: null, model: 'tinyllama' });
  const detail: MessageDetail = {
    ...{ steps: [], tools: [], citations: [], warnings: [], products: [] },
    ...{ usage: null, firstTokenMs: null, window: null, failure: null },
  };
  const common = { conversation: 'c1', state: 'done' as const, agent: null, documents: [], detail };
  store.messages.add({ ...common, id: 'm1', parent: null, role: 'user', text: 'Say something', model: null });
  store.messages.add({ ...common, id: 'm2', parent: 'm1', role: 'assistant', text: answer, model: 'tinyllama' });
  store.conversations.change('c1', { leaf: 'm2' });
  store.close();
}

async function copyAndPaste(page: Page): Promise<string> {
  await page.evaluate(() => {
    location.hash = '#/chat';
  });
  await page.getByText('Copying', { exact: true }).first().click();
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByRole('button', { name: 'Copied', exact: true }).waitFor();
  const field = page.locator('.composer textarea');
  await field.focus();
  await page.keyboard.press('Control+v');
  return field.inputValue();
}

describe.skipIf(!canRun)('copying', () => {
  const on = bench();
  const home = mkdtempSync(join(tmpdir(), 'sutazai-copy-'));
  let app: DesktopApp | undefined;
  let host: Host | undefined;
  let web: WebHost | undefined;
  let browser: Browser | undefined;
  let tab: Page;

  beforeAll(async () => {
    expect(existsSync(join(pages, 'index.html')), 'the pages are built by npm run build').toBe(true);
    withConversation(on.stateDir);
    withConversation(join(home, 'state'));
    const around = { environment: { PATH: process.env.PATH }, home, platform: process.platform, uid: 0 } as const;
    const engine = 'unix:///nonexistent.sock';
    host = await openHost({
      ...around,
      cwd: home,
      stateDir: join(home, 'state'),
      host: engine,
      version: '0',
      mode: 'browser',
    });
    web = await serveWeb({ host, port: 0, pages });
    browser = await launchChromium();
    tab = await (await browser.newContext({ locale: 'en-US' })).newPage();
    await tab.goto(web.link);
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
    await host?.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('works in the window', async () => {
    app = await on.launch({ pages, env: { DOCKER_HOST: 'unix:///nonexistent.sock' } });
    expect(await copyAndPaste(await app.page())).toBe(answer);
  });
  it('works in a browser tab on plain http at 127.0.0.1', async () => {
    expect(tab.url()).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(await copyAndPaste(tab)).toBe(answer);
  });
  it('a refusal of the browser is told, and nothing is said to be copied', async () => {
    await tab.getByRole('button', { name: 'Copy', exact: true }).waitFor();
    // What is granted here is all that is: everything else is refused from now on.
    await tab.context().grantPermissions(['geolocation'], { origin: web?.origin ?? '' });
    await tab.getByRole('button', { name: 'Copy', exact: true }).click();
    await tab.getByText('The text was not copied').waitFor();
    expect(await tab.getByRole('button', { name: 'Copied', exact: true }).count()).toBe(0);
  });
});
