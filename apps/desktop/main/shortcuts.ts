import { globalShortcut } from 'electron';
import type { Log } from './log.ts';

/** A new chat from anywhere. `Control` on macOS too, where Command Shift Space belongs to input methods. */
const newChatKey = 'Control+Shift+Space';

/** Takes the shortcut; undefined if another program has it, and then no menu shows it. */
export function newChatFromAnywhere(act: () => void, log: Log): string | undefined {
  if (globalShortcut.register(newChatKey, act)) return newChatKey;
  log.warn(`${newChatKey} belongs to another program; a new chat is in the tray's menu.`);
  return undefined;
}
