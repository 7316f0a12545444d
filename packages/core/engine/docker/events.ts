import { EngineError, type EngineEvent, type HealthState, type LabelFilter } from '../engine.ts';
import { filters, health } from './containers.ts';
import { jsonLines } from './lines.ts';
import type { Transport } from './transport.ts';

/** One event as the engine writes it. Podman puts the health word into a field of its own (facts 3.8). */
interface Message {
  Type?: string;
  Action?: string;
  HealthStatus?: string;
  Actor?: { ID?: string; Attributes?: Record<string, string> };
  timeNano?: number;
  time?: number;
}

const types: readonly EngineEvent['type'][] = ['container', 'network', 'volume', 'image', 'daemon'];

/** Live events until the signal; throws EngineError when the engine ends the stream by itself. */
export async function* events(
  transport: Transport,
  options: { filter: LabelFilter; actions?: readonly string[]; signal: AbortSignal; onSubscribed?: () => void },
): AsyncIterable<EngineEvent> {
  const answer = await transport.stream({
    method: 'GET',
    path: '/events',
    query: { filters: filters(options.filter, options.actions ? { event: options.actions } : {}) },
    signal: options.signal,
    operation: 'engine.events',
  });
  options.onSubscribed?.();
  try {
    for await (const message of jsonLines<Message>(answer)) {
      const event = engineEvent(message);
      if (event) yield event;
    }
  } catch (error) {
    if (options.signal.aborted) return;
    throw lost(error);
  } finally {
    answer.destroy();
  }
  if (!options.signal.aborted) throw lost(undefined);
}

function lost(cause: unknown): EngineError {
  return new EngineError('the engine closed its event stream', { operation: 'engine.events' }, { cause });
}

export function engineEvent(message: Message): EngineEvent | undefined {
  const type = types.find((t) => t === message.Type);
  const [action = '', argument] = (message.Action ?? '').split(': ', 2);
  if (!type || action === '') return undefined;
  const attributes = message.Actor?.Attributes ?? {};
  const word: HealthState | undefined =
    action === 'health_status' ? health(argument ?? message.HealthStatus ?? attributes.health_status) : undefined;
  const exit = attributes.exitCode ?? attributes.containerExitCode;
  // Podman says `died` and `remove` where Docker says `die` and `destroy`.
  const same: Record<string, string> = { died: 'die', remove: 'destroy' };
  return {
    type,
    action: same[action] ?? action,
    id: message.Actor?.ID ?? '',
    attributes,
    ...(word === undefined ? {} : { health: word }),
    ...(exit === undefined || exit === '' ? {} : { exitCode: Number(exit) }),
    timeNano: String(message.timeNano ?? (message.time ?? 0) * 1e9),
  };
}
