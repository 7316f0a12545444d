import type { RunEvent } from '@sutazai/agent-contract/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { Answer } from './answer.ts';
import { agentFailure } from './failures.ts';
import { titleOf } from './prompts.ts';

let now: number;
let answer: Answer;
beforeEach(() => {
  now = 1000;
  answer = new Answer(
    () => now,
    900,
    (remote) => (remote === 'r' ? 'ours' : remote),
  );
});

type Bare<T> = T extends unknown ? Omit<T, 'seq' | 'at'> : never;
const take = (event: Bare<RunEvent>) => answer.take({ seq: 0, at: '', ...event } as RunEvent);

describe('what an agent tells becomes a message', () => {
  it('words, and how long the first one took', () => {
    expect(take({ type: 'token', text: '' })).toBeUndefined();
    expect(take({ type: 'token', text: 'Hello' })).toEqual({ kind: 'text', at: 0, text: 'Hello' });
    now = 5000;
    expect(take({ type: 'token', text: ' you' })).toEqual({ kind: 'text', at: 5, text: ' you' });
    expect(answer.detail.firstTokenMs).toBe(100);
    expect(take({ type: 'end', status: 'done', response: 'Hello you' })).toBeUndefined();
    expect(take({ type: 'end', status: 'done', response: 'Hello you all' })).toEqual({ kind: 'whole' });
    expect(answer.text).toBe('Hello you all');
  });

  it('steps go from planned to done, with their times', () => {
    take({
      type: 'plan',
      steps: [
        { id: 'a', title: 'Look' },
        { id: 'b', title: 'Say' },
      ],
    });
    take({ type: 'step', id: 'a', title: 'Look', state: 'begun' });
    now = 1200;
    take({ type: 'step', id: 'a', title: 'Look', state: 'done', detail: '3 found' });
    take({ type: 'step', id: 'c', title: 'Not planned', state: 'failed' });
    expect(answer.detail.steps).toEqual([
      { id: 'a', title: 'Look', state: 'done', detail: '3 found', begunAt: 1000, endedAt: 1200 },
      { id: 'b', title: 'Say', state: 'planned' },
      { id: 'c', title: 'Not planned', state: 'failed', endedAt: 1200 },
    ]);
  });

  it('tools keep what they were given and gave, cut where it is long', () => {
    take({ type: 'tool', call: '1', name: 'add', state: 'called', arguments: { a: 1 } });
    take({ type: 'tool', call: '1', name: 'add', state: 'answered', result: 'x'.repeat(10_000) });
    expect(answer.detail.tools).toHaveLength(1);
    expect(answer.detail.tools[0]).toMatchObject({ state: 'answered', arguments: '{"a":1}' });
    expect(answer.detail.tools[0]?.result).toHaveLength(4000);
  });

  it('citations carry our own name of the document, each passage once', () => {
    const cited = { name: 'a.txt', passage: 1, page: null, text: 't', score: 0.5 };
    take({
      type: 'citations',
      citations: [
        { ...cited, document: 'r' },
        { ...cited, document: 'foreign' },
      ],
    });
    take({ type: 'citations', citations: [{ ...cited, document: 'r' }] });
    expect(answer.detail.citations.map((c) => c.document)).toEqual(['ours', 'foreign']);
  });

  it('files, diffs, artefacts and memory are products', () => {
    take({ type: 'file', path: 'a.ts', action: 'created', bytes: 3 });
    take({ type: 'diff', text: '+a' });
    take({ type: 'artefact', id: '1', name: 'r.zip', mime: 'application/zip', bytes: 9, sha256: '' });
    take({ type: 'memory', block: 'human', before: '', after: 'likes tea' });
    expect(answer.detail.products.map((p) => [p.kind, p.name])).toEqual([
      ['file', 'a.ts'],
      ['diff', ''],
      ['artefact', 'r.zip'],
      ['memory', 'human'],
    ]);
  });
});

describe('what an agent says of a failure', () => {
  const asked = { agent: 'LangChain', service: 'langchain', model: 'tinyllama', midway: false };
  it('has the catalogue’s words where it uses its code', () => {
    const found = agentFailure('MODEL_MISSING', 'The model “tinyllama” is not there.', 'Load it.', asked);
    expect(found).toMatchObject({ code: 'MODEL_MISSING', title: 'The model server has no model tinyllama' });
    expect(agentFailure('MODEL_UNKNOWN', 'x', '', asked).code).toBe('MODEL_MISSING');
  });
  it('else its own, with its next step first', () => {
    const found = agentFailure('WEATHER', 'It rains.', 'Take an umbrella.', asked);
    expect(found).toMatchObject({
      code: 'AGENT_FAILED',
      title: 'LangChain could not finish: It rains',
      raw: 'It rains.',
    });
    expect(found.nextSteps[0]).toBe('Take an umbrella.');
  });
});

it('a conversation is called by the beginning of its question', () => {
  expect(titleOf('  What is\n more? ')).toBe('What is');
  expect(titleOf(`${'word '.repeat(30)}`)).toMatch(/^(word )+…$/);
  expect(titleOf('x'.repeat(100))).toBe(`${'x'.repeat(60)} …`);
});
