import { useEffect } from 'react';

/** When a panel that had the focus goes, the focus returns to what opened it, else to what it was about. */
export function useReturnFocus(about?: string): void {
  useEffect(() => {
    const opener = document.activeElement;
    return () => {
      queueMicrotask(() => {
        // Whoever is elsewhere already, by a press or a key, stays there.
        if (document.activeElement && document.activeElement !== document.body) return;
        const back = opener instanceof HTMLElement && opener !== document.body && opener.isConnected ? opener : null;
        (back ?? (about ? document.querySelector<HTMLElement>(about) : null))?.focus();
      });
    };
  }, [about]);
}
