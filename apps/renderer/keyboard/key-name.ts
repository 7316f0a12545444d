import { useTranslation } from 'react-i18next';

const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform);

/** True for the key that begins a command: Command on a Mac, Control elsewhere. */
export const hasMod = (event: { ctrlKey: boolean; metaKey: boolean }) => (isMac ? event.metaKey : event.ctrlKey);

/** Names of keys as they stand on the keyboard of the reader. */
export function useKeyName() {
  const { t } = useTranslation();
  return (...keys: string[]) =>
    keys.map((k) => (k === 'mod' ? t(isMac ? 'keys.cmd' : 'keys.ctrl') : t(`keys.name.${k}`, k))).join(' ');
}
