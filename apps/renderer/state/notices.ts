import type { Diagnosis } from '@sutazai/core/contract';
import { create } from 'zustand';
import { door } from '../connection/index.ts';
import { follow } from './follow.ts';

/** What the host itself has to tell: a damaged state file, a full disk, a clock that jumped. */
export const useNotices = create<{ notices: Diagnosis[] }>(() => ({ notices: [] }));

export function followNotices(): () => void {
  return follow(
    (signal) => door.api.host.notices(undefined, { signal }),
    (notices) => useNotices.setState({ notices }),
  );
}

export async function dismissNotice(code: string): Promise<void> {
  useNotices.setState((s) => ({ notices: s.notices.filter((n) => n.code !== code) }));
  try {
    await door.api.host.dismiss({ code });
  } catch {
    // It comes back with the next batch, which is the truth then.
  }
}
