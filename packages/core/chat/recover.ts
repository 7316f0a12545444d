import { messageDetail } from '../contract/index.ts';
import { diagnose } from '../diagnose/index.ts';
import type { Store } from '../store/index.ts';
import { emptyDetail } from './answer.ts';

/** Four signs of life missed, ms. */
const silence = 60_000;

/**
 * Answers whose program ended while it wrote them are marked as broken off; what had come is kept. Other programs of ours
 * may be writing theirs at the same time (a terminal beside the window): those are left alone.
 */
export function recoverOrphans(store: Pick<Store, 'messages'>, alive: (pid: number) => boolean = isAlive): string[] {
  const orphans = store.messages.orphans(silence, alive);
  for (const id of orphans) {
    const row = store.messages.get(id);
    if (!row) continue;
    const detail = messageDetail.safeParse(row.detail).data ?? emptyDetail();
    store.messages.end(id, 'broken-off', row.text, { ...detail, failure: diagnose('ANSWER_ORPHANED') });
  }
  return orphans;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process: it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
