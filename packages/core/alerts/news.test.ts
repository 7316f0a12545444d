import { describe, expect, it } from 'vitest';
import type { Alert } from './alert.ts';
import { News } from './news.ts';

const minute = 60_000;
const alert = (id: string): Alert => ({ id, name: id, severity: 'warning', summary: id, since: 0 });
const a = alert('a');
const b = alert('b');

/** What is told at each minute, when these fire then. */
function told(...looks: Alert[][]): string[] {
  const news = new News();
  return looks.map((firing, at) =>
    news
      .take(firing, at * minute)
      .map((c) => `${c.what} ${c.alert.id}`)
      .join(', '),
  );
}

describe('what is news', () => {
  it('an alert once, however long it stays, and its end once', () => {
    expect(told([], [a], [a], [a, b], [b], [b], [b], [b])).toEqual([
      '',
      'fired a',
      '',
      'fired b',
      '',
      '',
      'resolved a',
      '',
    ]);
  });
  it('not what fired at the first look, nor its end', () => {
    expect(told([a], [a], [], [], [])).toEqual(['', '', '', '', '']);
  });
  it('a gap that is shorter than 90 seconds is no end: a server was started anew', () => {
    expect(told([], [a], [], [a], [], [a])).toEqual(['', 'fired a', '', '', '', '']);
  });
  it('one that comes and goes is told at most every 15 minutes', () => {
    const looks = Array.from({ length: 60 }, (_, at) => (at % 6 < 3 ? [] : [a]));
    const fired = told(...looks).flatMap((text, at) => (text.includes('fired') ? [at] : []));
    expect(fired.length).toBeGreaterThan(1);
    for (const [i, at] of fired.entries()) if (i > 0) expect(at - (fired[i - 1] ?? 0)).toBeGreaterThanOrEqual(15);
  });
  it('an end is told only of what was told to fire', () => {
    const looks = Array.from({ length: 60 }, (_, at) => (at % 6 < 3 ? [] : [a]));
    const words = told(...looks).filter(Boolean);
    expect(words).toEqual(words.map((_, i) => (i % 2 === 0 ? 'fired a' : 'resolved a')));
  });
  it('one that came back too soon and then stays is told when the time is up', () => {
    const looks = [[], [a], [], [], [], ...Array.from({ length: 20 }, () => [a])];
    const fired = told(...looks).flatMap((text, at) => (text === 'fired a' ? [at] : []));
    expect(fired).toEqual([1, 16]);
  });
  it('after a while without a listener what fires is a first look again', () => {
    const news = new News();
    news.take([], 0);
    news.forget();
    expect(news.take([a], minute)).toEqual([]);
    expect(news.take([a, b], 2 * minute).map((c) => c.alert.id)).toEqual(['b']);
  });
  it('a clock that jumps back by a day does not silence it for a day', () => {
    const news = new News();
    const day = 24 * 60 * minute;
    news.take([], day);
    expect(news.take([a], day + minute)).toHaveLength(1);
    news.take([], 0);
    expect(news.take([], 2 * minute).map((c) => c.what)).toEqual(['resolved']);
    expect(news.take([a], 3 * minute).map((c) => c.what)).toEqual(['fired']);
  });
});
