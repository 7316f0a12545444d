import { useEffect } from 'react';
import { go } from '../state/route.ts';
import { closeInspector, openKeys, openPalette, useUi } from '../state/ui.ts';
import { hasMod } from './key-name.ts';
import { nextPanel } from './panels.ts';

/** Typing into a field is never a command. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
    target.closest('.xterm') !== null
  );
}

const pages = { 1: 'stack', 2: 'chat', 3: 'monitor', 5: 'settings' } as const;

/** What a key means on every page; undefined leaves it to the page. */
export function globalCommand(event: KeyboardEvent): (() => void) | undefined {
  const { palette, keys } = useUi.getState();
  if (hasMod(event) && !event.altKey && !event.shiftKey) {
    if (event.key.toLowerCase() === 'k') return openPalette;
    if (event.key.toLowerCase() === 'n') return () => go('chat', 'new');
    const page = pages[Number(event.key) as keyof typeof pages];
    if (page) return () => go(page);
  }
  if (palette || keys) return undefined;
  if (event.key === 'F6') return () => nextPanel(event.shiftKey ? -1 : 1);
  if (isTyping(event.target) || hasMod(event) || event.altKey) return undefined;
  if (event.key === '?') return openKeys;
  if (event.key === '/') return focusFilter;
  if (event.key === 'Escape') return closeInspector;
  return undefined;
}

/** The filter or search of the panel that has the focus, else the first one of the page. */
function focusFilter(): void {
  const panel = document.activeElement?.closest('[data-panel]');
  const field =
    panel?.querySelector<HTMLElement>('[data-filter]') ?? document.querySelector<HTMLElement>('[data-filter]');
  field?.focus();
}

export function useGlobalKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const command = globalCommand(event);
      if (!command) return;
      event.preventDefault();
      command();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
