import { type Citation, indexAnswer, passage } from '../protocol/index.ts';
import { type Check, same, so, type Target } from './target.ts';
import { open, send } from './wire.ts';

const text = [
  'The harbour of Lindau opens at six o’clock in the morning, and the ferry to Bregenz leaves at seven.',
  'The museum of Bergen was built in 1831; its door is green.',
  'Tomatoes grow best in the sun, and want water every evening.',
].join('\n\n');

const collection = `conformance-${Date.now()}`;
const put = ({ url }: Target, name: string, content: Buffer) =>
  send(`${url}/rag/index`, 'POST', { collection, name, content_base64: content.toString('base64') });

/** For agents that answer from documents. */
export const documentChecks: Check[] = [
  {
    name: 'a document is taken in, cited by the answer, and the citation leads to its passage',
    async run(target) {
      const taken = await put(target, 'towns.md', Buffer.from(text));
      const document = indexAnswer.safeParse(taken.body);
      so(document.success, `${taken.status}: ${taken.text.slice(0, 300)}`);
      const events = await (
        await open(`${target.url}/runs`, { prompt: 'When does the harbour of Lindau open?', collections: [collection] })
      ).rest();
      so(events.at(-1)?.type === 'end', `the run ended with ${JSON.stringify(events.at(-1))}`);
      const [citation] = events.flatMap((e): Citation[] => (e.type === 'citations' ? e.citations : []));
      so(citation, 'nothing is cited');
      same([citation.document, citation.name], [document.data.document, 'towns.md'], 'the cited document');
      so(citation.text.includes('opens at six'), `the cited passage is “${citation.text.slice(0, 100)}”`);
      const at = `${target.url}/rag/documents/${citation.document}/passages/${citation.passage}`;
      const found = passage.safeParse((await send(at, 'GET')).body);
      so(found.success && found.data.text === citation.text, 'the citation does not lead to its passage');
    },
  },
  {
    name: 'the same document again is the same, and once removed it is gone',
    async run(target) {
      const one = await put(target, 'again.txt', Buffer.from('The mill of Graz is red.'));
      const two = await put(target, 'again.txt', Buffer.from('The mill of Graz is red.'));
      same(two.body, one.body, 'taken in twice');
      const { document } = indexAnswer.parse(one.body);
      const removed = await send(`${target.url}/rag/documents/${document}`, 'DELETE');
      so(removed.status < 300, `DELETE answers ${removed.status}`);
      same((await send(`${target.url}/rag/documents/${document}`, 'DELETE')).status, 404, 'removed twice');
      same((await send(`${target.url}/rag/documents/${document}/passages/0`, 'GET')).status, 404, 'its passage');
    },
  },
  {
    name: 'what is no document is refused in words',
    async run(target) {
      const wrong: [string, Buffer][] = [
        ['photo.txt', Buffer.from([0xff, 0xd8, 0xff, 0, 1, 2, 3])],
        ['broken.pdf', Buffer.from('this is no PDF')],
        ['empty.txt', Buffer.from('   \n ')],
      ];
      for (const [name, content] of wrong) {
        const answer = await put(target, name, content);
        same(answer.status, 422, name);
        const { error } = answer.body as { error?: { code?: string; next_step?: string } };
        so(error?.code && error.next_step, `${name}: no code or next step`);
      }
    },
  },
  {
    name: 'a question to documents that hold nothing is answered without them, and that is told',
    async run(target) {
      const body = { prompt: target.prompts.short, collections: [`${collection}-none`] };
      const events = await (await open(`${target.url}/runs`, body)).rest();
      so(events.at(-1)?.type === 'end', `the run ended with ${JSON.stringify(events.at(-1))}`);
      so(
        events.some((e) => e.type === 'warning' && e.code === 'NO_PASSAGES'),
        'nothing is told',
      );
    },
  },
];
