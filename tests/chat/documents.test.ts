import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ended, type Platform, startPlatform } from './platform.ts';

let p: Platform;
beforeAll(async () => {
  p = await startPlatform();
});
afterAll(() => p.stop());

const bytes = (text: string) => new TextEncoder().encode(text);
const whales = `Whales are mammals. ${'They breathe air through lungs. '.repeat(40)}

The blue whale is the largest animal that has ever lived. ${'It eats krill. '.repeat(60)}

Narwhals have a long tusk, which is a tooth. ${'They live in the Arctic. '.repeat(40)}`;

describe('documents', () => {
  it('an answer cites the passages it stands on, and a cited passage can be opened', async () => {
    const document = await p.documents.add({ name: '../whales.txt', bytes: bytes(whales) }, 'langchain');
    expect(document).toMatchObject({ name: 'whales.txt', mime: 'text/plain', indexedBy: [{ agent: 'langchain' }] });
    expect(document.indexedBy[0]?.passages).toBeGreaterThan(2);
    const { id } = p.chat.create();
    const { answer } = await p.chat.send({
      ...{
        conversation: id,
        text: 'Which animal has a tusk, a tooth of narwhals?',
        agent: 'langchain',
        model: 'tinyllama',
      },
      documents: [document.id],
    });
    const message = await ended(p.chat, id, answer);
    expect(message.detail.citations.length).toBeGreaterThan(0);
    const cited = message.detail.citations.find((c) => c.text.includes('tusk'));
    expect(cited).toMatchObject({ document: document.id, name: 'whales.txt' });
    const passage = await p.documents.passage(document.id, cited?.passage ?? -1);
    expect(passage).toMatchObject({ name: 'whales.txt', text: cited?.text, of: document.indexedBy[0]?.passages });
    // It counts for what follows in the conversation, and nowhere else.
    const next = await p.chat.send({
      conversation: id,
      text: 'What does the blue whale eat, krill?',
      agent: 'langchain',
      model: 'tinyllama',
    });
    expect((await ended(p.chat, id, next.answer)).detail.citations.length).toBeGreaterThan(0);
    const other = p.chat.create();
    const elsewhere = await p.chat.send({
      conversation: other.id,
      text: 'What about krill?',
      agent: 'langchain',
      model: 'tinyllama',
    });
    expect((await ended(p.chat, other.id, elsewhere.answer)).detail.citations).toEqual([]);
    // The document goes; what was cited can still be read.
    await p.documents.remove(document.id);
    expect(await p.documents.passage(document.id, cited?.passage ?? -1)).toMatchObject({ text: cited?.text, of: null });
    await expect(p.documents.passage(document.id, 999)).rejects.toMatchObject({ code: 'DOCUMENT_UNKNOWN' });
  });

  it('the same file twice is one document, closed to others', async () => {
    const one = await p.documents.add({ name: 'a.md', bytes: bytes('# Same\n\nwords') });
    const two = await p.documents.add({ name: 'b.md', bytes: bytes('# Same\n\nwords') });
    expect(two.id).toBe(one.id);
    const folder = join(p.dir, 'state', 'documents');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  });

  it('a model without an agent is given the whole text', async () => {
    const document = await p.documents.add({
      name: 'short.txt',
      bytes: bytes('The password of the pub is marmalade.'),
    });
    const { id } = p.chat.create();
    const send = {
      conversation: id,
      text: 'What is it?',
      agent: 'model',
      model: 'tinyllama',
      documents: [document.id],
    };
    const meter = await p.chat.measure(send);
    expect(meter.parts.find((part) => part.part === 'documents')?.tokens).toBeGreaterThan(5);
    await ended(p.chat, id, (await p.chat.send(send)).answer);
    const sent = p.fake.requests.findLast((r) => r.path === '/api/chat')?.body.messages as {
      role: string;
      content: string;
    }[];
    expect(sent[0]).toMatchObject({ role: 'system', content: expect.stringContaining('marmalade') });
  });

  it.each([
    ['empty', 'a.txt', bytes(''), 'DOCUMENT_EMPTY'],
    ['only spaces', 'a.txt', bytes(' \n '), 'DOCUMENT_EMPTY'],
    ['a program', 'a.txt', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 255]), 'DOCUMENT_UNREADABLE'],
    ['an archive', 'a.zip', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]), 'DOCUMENT_UNREADABLE'],
    ['half a PDF', 'a.pdf', bytes('%PDF-1.7\nnothing that follows'), 'DOCUMENT_UNREADABLE'],
    ['a broken DOCX', 'a.docx', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]), 'DOCUMENT_UNREADABLE'],
    ['too large', 'a.txt', new Uint8Array(21 * 1024 * 1024).fill(65), 'DOCUMENT_TOO_LARGE'],
  ])('one that is none is told, and nothing of it stays: %s', async (_, name, content, code) => {
    const before = p.documents.list().length;
    const failed = await p.documents.add({ name, bytes: content }, 'langchain').catch((e: unknown) => e);
    expect(failed).toMatchObject({ name: 'SutazaiError', code });
    expect(p.documents.list()).toHaveLength(before);
    expect(readdirSync(join(p.dir, 'state', 'documents'))).toHaveLength(before);
  });

  it('more than can be searched at once, and one that a model without an agent cannot be given', async () => {
    const many = await Promise.all(
      Array.from({ length: 21 }, (_, i) => p.documents.add({ name: `${i}.txt`, bytes: bytes(`number ${i}`) })),
    );
    const { id } = p.chat.create();
    const send = { conversation: id, text: 'x', agent: 'langchain', model: 'tinyllama' };
    const all = p.chat.send({ ...send, documents: many.map((d) => d.id) });
    await expect(all).rejects.toMatchObject({ code: 'DOCUMENT_LIMIT' });
    const pdf = await p.documents.add({ name: 'a.pdf', bytes: Uint8Array.from([...bytes('%PDF-1.7'), 0xff, 0xfe]) });
    const direct = p.chat.send({ ...send, agent: 'model', documents: [pdf.id] });
    await expect(direct).rejects.toMatchObject({ code: 'DOCUMENT_NO_AGENT' });
    expect(p.chat.open(id).messages).toEqual([]);
    for (const document of [...many, pdf]) await p.documents.remove(document.id);
  });

  it('with the agent away: told, and nothing is kept', async () => {
    const other = await startPlatform();
    await other.langchain.stop();
    await expect(other.documents.add({ name: 'a.txt', bytes: bytes('words') }, 'langchain')).rejects.toMatchObject({
      code: 'AGENT_DOWN',
    });
    expect(other.documents.list()).toEqual([]);
    await other.fake.stop();
    other.store.close();
  });
});
