// A person and the agents: real pages and host, the real LangChain agent, and the fake model server behind both.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentService } from '@sutazai/agent-contract/server';
import { openStore } from '@sutazai/core/store';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserAvailable } from '../browser/chromium.ts';
import { composeFile, standardModels, startLangchain } from '../chat/platform.ts';
import { type FakeOllama, startFakeOllama } from '../fake-ollama/fake-ollama.ts';
import { engine28, labAvailable } from '../lab/lab.ts';
import { look } from './look.ts';
import { ChatPage } from './pages/chat.ts';
import { closeBrowser, World } from './world.ts';

const ready = labAvailable().ok && browserAvailable();

describe.skipIf(!ready)('a person and the agents', () => {
  let fake: FakeOllama;
  let langchain: AgentService;
  let world: World;
  let page: Page;
  let chat: ChatPage;

  beforeAll(async () => {
    fake = await startFakeOllama({
      models: standardModels ?? [],
      library: [{ name: 'new:1b', layers: [40_000, 2000], rate: 20_000, capabilities: ['completion'] }],
    });
    langchain = await startLangchain(fake.url);
    world = await World.open(composeFile, engine28(), (project) => {
      const store = openStore(project.stateDir);
      store.externals.set(project.name, 'ollama', fake.url);
      store.externals.set(project.name, 'langchain', langchain.url);
      store.close();
    });
    page = await world.tab();
    chat = new ChatPage(page);
    // Keys are heard once a page stands.
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Control+2');
    await page.getByRole('heading', { level: 1, name: 'Chat' }).waitFor();
  });
  afterAll(async () => {
    await world?.close();
    await langchain?.stop();
    await fake?.stop();
    await closeBrowser();
  });

  it('shows who can be asked, with their state', async () => {
    const agents = page.getByRole('region', { name: 'Chats' });
    await agents.getByRole('button', { name: 'LangChain' }).waitFor();
    await agents.getByRole('button', { name: /CrewAI\s*off/ }).waitFor();
  });

  it('asks, and draws the answer as it comes', async () => {
    await chat.pick('LangChain');
    await chat.ask('Tell me something {tokens:30}');
    await page.locator('article.msg.user').getByText('Tell me something').waitFor();
    const answer = await chat.ended();
    expect((await answer.locator('.md').textContent())?.split(/\s+/).length).toBeGreaterThan(20);
    await page
      .getByText(/tokens$/)
      .first()
      .waitFor();
  });

  it('stops an answer and keeps what came', async () => {
    await chat.ask('And slowly {tokens:200} {slow}');
    await page.locator('article[data-state="running"] .md').waitFor();
    await chat.button('Stop').click();
    const answer = await chat.ended('stopped');
    expect((await answer.locator('.md').textContent())?.length).toBeGreaterThan(3);
  });

  it('gives another answer beside the first, and goes between them', async () => {
    await chat.ask('Once more {tokens:10}');
    await chat.ended();
    await chat.answers.last().getByRole('button', { name: 'Another answer' }).click();
    await page.getByText('2 of 2', { exact: true }).waitFor();
    await chat.ended();
    await page.keyboard.press('Alt+ArrowLeft');
    await page.getByText('1 of 2', { exact: true }).waitFor();
  });

  it('takes an edit as a version beside the question', async () => {
    const question = page.locator('article.msg.user').last();
    await question.getByRole('button', { name: 'Edit' }).click();
    await chat.ask('Asked differently {tokens:5}');
    await page.locator('article.msg.user').getByText('Asked differently').waitFor();
    await page.locator('article.msg.user').last().getByText('2 of 2').waitFor();
    await chat.ended();
  });

  it('never takes an answer for HTML', async () => {
    await chat.ask('{html}');
    const answer = await chat.ended();
    expect(await answer.locator('.md script, .md img, .md iframe').count()).toBe(0);
    expect(await answer.locator('.md').textContent()).toContain('<');
  });

  it('tells a failure in place, keeps the text, and offers to try again', async () => {
    await chat.ask('{tokens:40} {cut:6}');
    const answer = await chat.ended('failed');
    await answer.getByRole('button', { name: 'Try again' }).waitFor();
  });

  it('answers from an attached document and opens the cited passage', async () => {
    await page.getByRole('button', { name: 'New chat' }).click();
    await chat.pick('LangChain');
    const file = join(world.project.dir, 'whales.txt');
    writeFileSync(
      file,
      `Whales are mammals. ${'They breathe air through lungs. '.repeat(40)}\n\nNarwhals have a long tusk, which is a tooth. ${'They live in the Arctic. '.repeat(40)}`,
    );
    await page.locator('input[type=file]').setInputFiles(file);
    await page.locator('.composer .chip').getByText('whales.txt').waitFor();
    await chat.ask('Which animal has a tusk, a tooth of narwhals?');
    const answer = await chat.ended();
    await answer.getByRole('list', { name: 'Sources' }).getByRole('button').first().click();
    const passage = page.getByRole('complementary', { name: 'Passage' });
    await passage
      .getByText(/tusk|whales/i)
      .first()
      .waitFor();
    await look(page, 'chat', 'light');
    await passage.getByRole('button', { name: 'Close the passage' }).click();
    await page.emulateMedia({ colorScheme: 'dark' });
    await look(page, 'chat', 'dark');
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('pulls a model with progress, and asks it', async () => {
    await page.locator('.composer button[aria-haspopup="dialog"]').click();
    const dialog = page.getByRole('dialog', { name: 'Models' });
    await dialog.getByLabel(/^Name of a model/).fill('new:1b');
    await dialog.getByRole('button', { name: 'Get it' }).click();
    await dialog.getByText(/of \d+\sKB/).waitFor();
    await dialog
      .getByRole('button', { name: /^new:1b/ })
      .first()
      .click({ timeout: 60_000 });
    await expect.poll(() => page.locator('.composer button[aria-haspopup="dialog"]').textContent()).toContain('new:1b');
  });

  it('keeps everything over a reload, and finds it by its words', async () => {
    await page.reload();
    await page.getByRole('region', { name: 'Chats' }).getByText('Which animal has a tusk').waitFor();
    await page.getByLabel('Search chats').fill('differently');
    await page.getByRole('list', { name: 'Found' }).getByRole('button').first().click();
    await page.locator('article.msg.user').getByText('Asked differently').waitFor();
  });

  it('takes a question that is quicker than the first look at agents and models', async () => {
    await page.reload();
    const field = page.locator('.composer textarea');
    await field.fill('Quicker than the page {tokens:5}');
    await field.press('Enter');
    await page.locator('article.msg.user').getByText('Quicker than the page').waitFor();
    await chat.ended();
  });

  it('wrote no error while all this was done', () => {
    expect(world.complaints).toEqual([]);
  });
});
