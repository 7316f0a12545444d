import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from './index.ts';

let store: Store;
let now: number;
beforeEach(() => {
  now = 1000;
  store = openStore(mkdtempSync(join(tmpdir(), 'sutazai-store-')), { clock: () => now++ });
});
afterEach(() => store.close());

const conversation = (id: string, title = id) => store.conversations.add({ id, title, agent: null, model: null });
let counter = 0;
const message = (in_: string, text: string, more: object = {}) =>
  store.messages.add({
    ...{
      id: `m${counter++}`,
      conversation: in_,
      parent: null,
      role: 'user',
      text,
      state: 'done',
      agent: null,
      model: null,
    },
    ...{ documents: [], detail: {} },
    ...more,
  });

describe('conversations', () => {
  it('are listed newest first; showing another branch does not make one newer', () => {
    for (const id of ['a', 'b', 'c']) conversation(id);
    store.conversations.change('a', { title: 'again' });
    store.conversations.change('b', { leaf: 'x' });
    expect(store.conversations.list(10).map((c) => c.id)).toEqual(['a', 'c', 'b']);
    expect(store.conversations.get('b')).toMatchObject({ leaf: 'x', running: false });
    expect(store.conversations.list(1)).toHaveLength(1);
  });

  it('go with all their messages, also out of the search', () => {
    conversation('a');
    const first = message('a', 'elephants remember');
    message('a', 'a child of it', { parent: first.id });
    expect(store.conversations.search(['elephants'], 10)).toHaveLength(1);
    expect(store.conversations.remove('a')).toBe(true);
    expect(store.conversations.search(['elephants'], 10)).toEqual([]);
    expect(store.messages.of('a')).toEqual([]);
  });
});

describe('search', () => {
  it('finds all words in any case and without accents, the last one by its beginning', () => {
    conversation('a', 'Zoo');
    message('a', 'Les éléphants ne portent pas de lunettes.');
    expect(store.conversations.search(['elephants', 'lun'], 10)[0]).toMatchObject({ conversation: 'a', title: 'Zoo' });
    expect(store.conversations.search(['elephants', 'lunch'], 10)).toEqual([]);
    expect(store.conversations.search(['lunettes'], 10)[0]?.excerpt).toContain('\u0002lunettes\u0003');
    expect(store.conversations.list(10, ['zoo'])).toHaveLength(1);
    expect(store.conversations.list(10, ['portent'])).toHaveLength(1);
    expect(store.conversations.list(10, ['nowhere'])).toEqual([]);
  });

  it.each(['"', 'a" OR "b', 'NEAR(', '*', 'text:x', '-', '(', '🙂', "'; DROP TABLE messages; --"])(
    'takes %j as a word',
    (word) => {
      conversation('a');
      message('a', 'quite harmless');
      expect(() => store.conversations.search([word], 10)).not.toThrow();
      expect(() => store.conversations.list(10, [word])).not.toThrow();
      expect(store.messages.of('a')).toHaveLength(1);
    },
  );

  it('finds an answer once it is whole', () => {
    conversation('a');
    const { id } = message('a', '', { role: 'assistant', state: 'running' });
    store.messages.grow(id, 'giraffes ', {});
    expect(store.conversations.search(['giraffes'], 10)).toEqual([]);
    expect(store.conversations.get('a')?.running).toBe(true);
    store.messages.end(id, 'done', 'giraffes sleep little', { usage: 1 });
    expect(store.conversations.search(['giraffes', 'sleep'], 10)).toHaveLength(1);
    expect(store.messages.get(id)).toMatchObject({
      text: 'giraffes sleep little',
      state: 'done',
      detail: { usage: 1 },
    });
    store.messages.grow(id, 'late', {});
    expect(store.messages.get(id)?.text).toBe('giraffes sleep little');
  });
});

it('answers of a process that is gone or silent are orphans', () => {
  conversation('a');
  const { id } = message('a', '', { role: 'assistant', state: 'running' });
  expect(store.messages.orphans(60_000, () => true)).toEqual([]);
  expect(store.messages.orphans(60_000, (pid) => pid !== process.pid)).toEqual([id]);
  now += 70_000;
  expect(store.messages.orphans(60_000, () => true)).toEqual([id]);
  store.messages.grow(id, 'x', {});
  expect(store.messages.orphans(60_000, () => true)).toEqual([]);
});

it('documents are known by content, and by what each agent calls them', () => {
  store.documents.add({ id: 'd', name: 'a.txt', mime: 'text/plain', bytes: 3, sha256: 's' });
  store.documents.place('d', { agent: 'langchain', remote: 'r1', passages: 2 });
  store.documents.place('d', { agent: 'langchain', remote: 'r2', passages: 3 });
  expect(store.documents.bySha('s')?.places).toEqual([{ agent: 'langchain', remote: 'r2', passages: 3 }]);
  expect(store.documents.byRemote('langchain', 'r2')?.id).toBe('d');
  expect(store.documents.byRemote('other', 'r2')).toBeUndefined();
  expect(store.documents.remove('d')).toBe(true);
  expect(store.documents.byRemote('langchain', 'r2')).toBeUndefined();
  expect(store.documents.list()).toEqual([]);
});
