import type { Operation } from '@sutazai/core/contract';
import type { Words } from '../../words/words.ts';
import type { Notice } from './notice.ts';

/** Milliseconds from which on a start is long: whoever began it has turned to something else. */
const long = 30_000;

/** Watches for the end of operations that were seen to run; what ended before is old news. */
export class OperationEnds {
  private running: string | undefined;

  /**
   * The end that is to be told, or undefined.
   * @param own it was begun from the tray or the menu, so that nobody may be looking at the page that shows its failure.
   */
  take(operation: Operation | undefined, own: (id: string) => boolean, words: Words): Notice | undefined {
    const ended = operation?.outcome !== undefined && operation.id === this.running ? operation : undefined;
    this.running = operation?.outcome === undefined ? operation?.id : undefined;
    if (ended === undefined) return undefined;
    const { notStarted, notStopped, started } = words.notice;
    const tookLong = (ended.endedAt ?? 0) - ended.begunAt >= long;
    const stops = ended.kind === 'stop' || ended.kind === 'down';
    const notice = { kind: 'operation', body: '', place: '/stack' } as const;
    if (ended.outcome === 'failed' && (tookLong || own(ended.id))) {
      return { ...notice, title: stops ? notStopped : notStarted };
    }
    return ended.outcome === 'done' && tookLong && !stops ? { ...notice, title: started } : undefined;
  }
}
