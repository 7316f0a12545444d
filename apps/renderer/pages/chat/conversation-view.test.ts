import type { Conversation, Message } from '@sutazai/core/contract';
import { expect, it } from 'vitest';
import { branchOf, emptyView, runningOf, takeChatEvent } from './conversation-view.ts';

const detail = {
  steps: [],
  tools: [],
  citations: [],
  warnings: [],
  products: [],
  usage: null,
  firstTokenMs: null,
  window: null,
  failure: null,
};
const message = (
  id: string,
  parent: string | null,
  role: 'user' | 'assistant',
  createdAt: number,
  state: Message['state'] = 'done',
): Message => ({
  id,
  conversation: 'c',
  parent,
  role,
  text: id,
  state,
  agent: null,
  model: null,
  createdAt,
  endedAt: null,
  documents: [],
  detail,
});
const conversation: Conversation = {
  id: 'c',
  title: '',
  agent: null,
  model: null,
  leaf: 'a2',
  createdAt: 0,
  updatedAt: 0,
  running: false,
};
const view = takeChatEvent(emptyView, {
  type: 'snapshot',
  conversation,
  messages: [
    message('q', null, 'user', 1),
    message('a1', 'q', 'assistant', 2),
    message('a2', 'q', 'assistant', 3, 'running'),
    message('q2', null, 'user', 4),
  ],
});

it('shows the branch of the leaf, each message with its versions', () => {
  expect(branchOf(view).map((s) => [s.message.id, s.siblings])).toEqual([
    ['q', ['q', 'q2']],
    ['a2', ['a1', 'a2']],
  ]);
  expect(runningOf(branchOf(view))?.id).toBe('a2');
});

it('follows the choice of another version', () => {
  const next = takeChatEvent(view, { type: 'conversation', conversation: { ...conversation, leaf: 'a1' } });
  expect(branchOf(next).map((s) => s.message.id)).toEqual(['q', 'a1']);
  expect(runningOf(branchOf(next))).toBeUndefined();
});

it('takes details for a message that is there, and none for one that is not', () => {
  const steps = [{ id: '1', title: 'x', state: 'begun' as const }];
  const next = takeChatEvent(view, { type: 'detail', message: 'a2', detail: { ...detail, steps } });
  expect(next.messages.get('a2')?.detail.steps).toEqual(steps);
  expect(takeChatEvent(view, { type: 'detail', message: 'nobody', detail })).toBe(view);
});
