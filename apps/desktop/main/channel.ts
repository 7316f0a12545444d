import type { IpcMain, IpcMainEvent, MessagePortMain } from 'electron';
import type { Log } from './log.ts';
import { appOrigin } from './scheme/origin.ts';

/** Bytes of JSON that a message beside the ports may have; it says a word or two, never data. */
const largest = 4096;

export interface Incoming<T> {
  payload: T;
  ports: readonly MessagePortMain[];
}

/**
 * The one way in for messages of a page. A message counts only if it comes from our own window (by the id of its contents),
 * from its top frame, at our own origin, and if its payload is small and fits its schema; all else is dropped and logged.
 */
export function listen<T>(
  ipc: IpcMain,
  channel: string,
  schema: (payload: unknown) => payload is T,
  ours: () => number | undefined,
  log: Log,
  take: (message: Incoming<T>) => void,
): void {
  ipc.on(channel, (event, payload: unknown) => {
    const reason = foreign(event, ours()) ?? unfit(payload);
    if (reason === undefined && schema(payload)) {
      take({ payload, ports: event.ports });
      return;
    }
    for (const port of event.ports) port.close();
    log.warn(`Refused a message on ${channel}: ${reason ?? 'it does not fit its schema'}.`);
  });
}

/** Why the sender is not our page; undefined if it is. */
function foreign(event: IpcMainEvent, ours: number | undefined): string | undefined {
  const frame = event.senderFrame;
  if (ours === undefined || event.sender.id !== ours) return 'it comes from another window';
  if (frame === null || frame.parent !== null) return 'it does not come from the top frame';
  if (frame.origin !== appOrigin) return 'it comes from another origin';
  return undefined;
}

function unfit(payload: unknown): string | undefined {
  try {
    return (JSON.stringify(payload ?? null)?.length ?? 0) > largest ? 'it is too large' : undefined;
  } catch {
    return 'it is no plain data';
  }
}
