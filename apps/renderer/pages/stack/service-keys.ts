import { begin } from '../../state/operation.ts';
import { isActive, type ServiceRow } from '../../state/rows.ts';
import { inspect } from '../../state/ui.ts';

/** What a key does to the service under the focus; letters only where they are switched on. */
export function serviceKey(key: string, row: ServiceRow, letters: boolean): (() => void) | undefined {
  if (key === 'Enter' || key === ' ') return () => inspect(row.service);
  if (!letters) return undefined;
  const selection = { services: [row.service] };
  switch (key.toLowerCase()) {
    case 'r':
      return isActive(row) ? () => void begin({ kind: 'restart', selection }) : undefined;
    case 's':
      return () => void begin(isActive(row) ? { kind: 'stop', selection } : { kind: 'up', selection });
    case 'l':
      return () => inspect(row.service, 'logs');
    case 't':
      return isActive(row) ? () => inspect(row.service, 'terminal') : undefined;
    default:
      return undefined;
  }
}
