import type { Operation } from '@sutazai/core/contract';
import { expect, it } from 'vitest';
import { en } from '../../words/en.ts';
import { OperationEnds } from './operation-end.ts';

const running = (kind: Operation['kind'] = 'up'): Operation => ({ id: 'a', kind, begunAt: 0 });
const ended = (outcome: Operation['outcome'], seconds: number, kind: Operation['kind'] = 'up'): Operation => ({
  ...running(kind),
  outcome: outcome ?? 'done',
  endedAt: seconds * 1000,
});
/** What is told at the end of an operation that was seen to run. */
function told(end: Operation, own = false): string | undefined {
  const ends = new OperationEnds();
  expect(ends.take(running(end.kind), () => own, en)).toBeUndefined();
  const notice = ends.take(end, () => own, en);
  expect(
    ends.take(end, () => own, en),
    'only once',
  ).toBeUndefined();
  return notice?.title;
}

it('the end of a long start is told, that of a short one is seen', () => {
  expect(told(ended('done', 45))).toBe('The stack has started');
  expect(told(ended('done', 5))).toBeUndefined();
  expect(told(ended('done', 45, 'restart'))).toBe('The stack has started');
  expect(told(ended('done', 45, 'stop'))).toBeUndefined();
});

it('a failure is told if it took long, or if nobody may be looking', () => {
  expect(told(ended('failed', 45))).toBe('The stack did not start');
  expect(told(ended('failed', 45, 'down'))).toBe('The stack did not stop');
  expect(told(ended('failed', 5))).toBeUndefined();
  expect(told(ended('failed', 5), true)).toBe('The stack did not start');
});

it('what was cancelled, and what ended before anybody looked, is not', () => {
  expect(told(ended('cancelled', 45))).toBeUndefined();
  expect(new OperationEnds().take(ended('failed', 45), () => true, en)).toBeUndefined();
});
