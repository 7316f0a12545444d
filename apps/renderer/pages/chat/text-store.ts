import { useSyncExternalStore } from 'react';

/**
 * Texts of answers while they grow, beside React's state: words come many times a second, and only the message that grows is
 * drawn again, at most once per frame.
 */
const texts = new Map<string, string>();
const listeners = new Map<string, Set<() => void>>();
const changed = new Set<string>();
let frame = 0;

/** The whole text of a message, as a message event or a snapshot tells it. */
export function setText(message: string, text: string): void {
  if (texts.get(message) === text) return;
  texts.set(message, text);
  wake(message);
}

/** `at` characters stand before what is new; a gap or an overlap is settled by it. */
export function appendText(message: string, at: number, text: string): void {
  const before = texts.get(message) ?? '';
  texts.set(message, before.length === at ? before + text : before.slice(0, at) + text);
  wake(message);
}

export const textOf = (message: string): string => texts.get(message) ?? '';

function wake(message: string): void {
  changed.add(message);
  if (frame) return;
  frame = requestAnimationFrame(() => {
    frame = 0;
    const now = [...changed];
    changed.clear();
    for (const id of now) for (const tell of listeners.get(id) ?? []) tell();
  });
}

export function useText(message: string): string {
  return useSyncExternalStore(
    (tell) => {
      const set = listeners.get(message) ?? new Set();
      listeners.set(message, set.add(tell));
      return () => {
        set.delete(tell);
        if (!set.size) listeners.delete(message);
      };
    },
    () => textOf(message),
  );
}
