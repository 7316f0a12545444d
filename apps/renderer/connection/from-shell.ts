import { isRecord } from './is-record.ts';

/** The shell (tray, notification, link) asks for a page: its address as it stands after the `#`. */
export function followShell(go: (to: string) => void): () => void {
  const take = (event: MessageEvent) => {
    if (event.source !== window || !isRecord(event.data) || event.data.name !== 'sutazai:go') return;
    if (typeof event.data.to === 'string') go(event.data.to);
  };
  window.addEventListener('message', take);
  return () => window.removeEventListener('message', take);
}
