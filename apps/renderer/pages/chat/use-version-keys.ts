import { useEffect } from 'react';
import { door } from '../../connection/index.ts';
import type { Shown } from './conversation-view.ts';
import { attempt } from './store.ts';

/** Alt and an arrow: earlier or later version of the last message that has several. */
export function useVersionKeys(shown: readonly Shown[]): void {
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
      const several = shown.findLast((s) => s.siblings.length > 1);
      if (!several) return;
      event.preventDefault();
      const at = several.siblings.indexOf(several.message.id) + (event.key === 'ArrowLeft' ? -1 : 1);
      const id = several.siblings[at];
      if (id) void attempt(() => door.api.chat.choose({ id: several.message.conversation, message: id }));
    };
    window.addEventListener('keydown', keys);
    return () => window.removeEventListener('keydown', keys);
  }, [shown]);
}
