// Done when: on the real engine, with real Ollama, the LangChain agent's own image and the built pages in a real browser.
import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveWeb, type WebHost } from '@sutazai/core/api';
import { type Host, openHost } from '@sutazai/core/host';
import type { Browser, Page as Tab } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { miniModel } from '../agents/model-server-process.ts';
import { startWordsStack, type WordsStack, wordsServices } from '../agents/words-stack.ts';
import { launchChromium } from '../browser/chromium.ts';
import { labAvailable } from '../lab/lab.ts';
import { soon } from './soon.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = join(root, 'apps', 'renderer', 'dist');
const story = 'Tell me a long story about a horse.';

describe.skipIf(!labAvailable().ok || !existsSync(join(pages, 'index.html')))(
  'a conversation with the running stack',
  () => {
    let words: WordsStack;
    let host: Host;
    let web: WebHost;
    let browser: Browser;
    let tab: Tab;

    beforeAll(async () => {
      words = await startWordsStack(
        `sutazai-c-${process.pid}`,
        wordsServices.filter((s) => s !== 'mcp-bridge'),
      );
      const { files, name, profiles, environment, stateDir, engine } = words.test;
      host = await openHost({
        ...{ cwd: stateDir, files, projectName: name, profiles, environment, stateDir, home: stateDir },
        ...{ platform: process.platform, uid: 0, host: engine.dockerHost, version: '0.0.0-test', mode: 'browser' },
      });
      web = await serveWeb({ host, port: 0, pages });
      browser = await launchChromium();
      tab = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await tab.goto(web.link);
      await tab.goto(`${web.origin}/#/chat/new`);
      await tab.getByRole('button', { name: 'LangChain' }).click();
    }, 1_200_000);
    afterAll(async () => {
      await browser?.close();
      await web?.close();
      await host?.close();
      await words?.test.remove();
    });

    const last = () => tab.locator('article[data-state]').last();
    const stateNow = () => last().getAttribute('data-state');
    const textNow = async () =>
      (await last()
        .locator('.md')
        .textContent()
        .catch(() => '')) as string;
    async function ask(text: string): Promise<void> {
      const before = await tab.locator('article[data-state]').count();
      await tab.locator('textarea').fill(text);
      await tab.locator('textarea').press('Enter');
      await tab.waitForFunction((n) => document.querySelectorAll('article[data-state]').length > n, before, {
        timeout: 30_000,
      });
    }
    const newest = () => {
      const [conversation] = host.talk.chat.conversations();
      return host.talk.chat.open(conversation?.id ?? '').messages.at(-1);
    };

    it('LangChain is picked, asked, and its sentence streams into the page', async () => {
      await ask('What does Qdrant do?');
      await soon(stateNow).toBe('done');
      expect(await textNow()).toMatch(/^[A-Z]\w+ \w+ .*\w/);
      expect(newest()).toMatchObject({ state: 'done', agent: 'langchain', model: `${miniModel}:latest` });
    });

    // That the socket closes is seen where the model is slow enough to be caught at it: chat.test.ts, and tests/agents on Ollama.
    it('Stop ends the answer, and what came stays on the page', async () => {
      // The mini model is quick: the page itself presses its button, as soon as there are words.
      await tab.evaluate(`
      const timer = setInterval(() => {
        const words = document.querySelector('article[data-state=running] .md')?.textContent ?? '';
        const stop = [...document.querySelectorAll('.composer button')].find((b) => b.textContent.trim() === 'Stop');
        if (!stop || words.length < 5) return;
        clearInterval(timer);
        stop.click();
      }, 2);
    `);
      await ask(story);
      await soon(stateNow).toBe('stopped');
      expect(newest()).toMatchObject({ state: 'stopped' });
      expect((await textNow()).length).toBeGreaterThan(0);
    });

    it('a reload in the middle of an answer loses nothing', async () => {
      await ask(story);
      await soon(async () => (await textNow()).length).toBeGreaterThan(20);
      await tab.reload();
      await tab.waitForSelector('article[data-state]');
      await soon(stateNow).toBe('done');
      const kept = newest();
      expect(kept?.state).toBe('done');
      const plain = (text: string) => text.replace(/\s+/g, '');
      await soon(async () => plain(await textNow())).toBe(plain(kept?.text ?? ''));
    });

    it('asked about a document, it cites the passage, which can be opened', async () => {
      const buffer = Buffer.from('The harbour of Lindau opens at 6 o’clock.\n\nTomatoes want water every evening.');
      await tab.locator('input[type=file]').setInputFiles({ name: 'towns.txt', mimeType: 'text/plain', buffer });
      await tab.locator('.composer .chip', { hasText: 'towns.txt' }).waitFor({ timeout: 60_000 });
      await ask('When does the harbour of Lindau open?');
      await soon(stateNow).toBe('done');
      await last().getByRole('button', { name: 'towns.txt' }).first().click();
      await soon(() => tab.locator('.passage').textContent()).toContain('The harbour of Lindau opens at 6');
    });

    it('the same from the terminal, in the same history', async () => {
      const { files, name, profiles, environment, stateDir, engine } = words.test;
      const note = join(stateDir, 'note.txt');
      writeFileSync(note, 'The ferry to Bregenz leaves at noon.');
      const project = [...files.flatMap((f) => ['-f', f]), '-p', name, ...profiles.flatMap((p) => ['--profile', p])];
      const argv = [
        '--import',
        'tsx',
        'packages/cli/main.ts',
        ...project,
        '--state-dir',
        stateDir,
        '--host',
        engine.dockerHost,
      ];
      const { out, err } = await new Promise<{ out: string; err: string }>((resolve, reject) => {
        const args = [...argv, 'chat', '-a', 'langchain', '-m', miniModel, '-d', note, 'When does the ferry leave?'];
        execFile(process.execPath, args, { cwd: root, env: { ...process.env, ...environment } }, (error, out, err) =>
          error ? reject(new Error(`${err}${out}`)) : resolve({ out, err }),
        );
      });
      expect(out.trim()).toMatch(/\w+ \w+/);
      expect(err).toContain('[1] note.txt');
      await tab.goto(`${web.origin}/#/chat/new`);
      await soon(() => host.talk.chat.conversations()[0]?.title).toBe('When does the ferry leave?');
    });
  },
);
