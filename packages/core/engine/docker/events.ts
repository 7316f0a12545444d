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

/**
 * Podman filters by words of its own, some of which it then writes in Docker's way: asked for `die`, it tells nothing at all.
 * Its `health_status` carries the health of before the probe (4.3), which is worse than none.
 */
const podmanWords: Record<string, string> = { die: 'died', destroy: 'remove', exec_die: 'exec_died' };
const dockerWords = Object.fromEntries(Object.entries(podmanWords).map(([docker, podman]) => [podman, docker]));

/** Live events until the signal; throws EngineError when the engine ends the stream by itself. */
export async function* events(
  transport: Transport,
  options: { filter: LabelFilter; actions?: readonly string[]; signal: AbortSignal; onSubscribed?: () => void },
  podman: boolean,
): AsyncIterable<EngineEvent> {
  const actions = podman ? options.actions?.map((action) => podmanWords[action] ?? action) : options.actions;
  const answer = await transport.stream({
    method: 'GET',
    path: '/events',
    query: { filters: filters(options.filter, actions ? { event: actions } : {}) },
    signal: options.signal,
    operation: 'engine.events',
  });
  options.onSubscribed?.();
  try {
    for await (const message of jsonLines<Message>(answer)) {
      const event = engineEvent(message);
      if (podman) delete event?.health;
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
  const [word = '', argument] = (message.Action ?? '').split(': ', 2);
  if (!type || word === '') return undefined;
  const action = dockerWords[word] ?? word;
  const attributes = message.Actor?.Attributes ?? {};
  const state: HealthState | undefined =
    action === 'health_status' ? health(argument ?? message.HealthStatus ?? attributes.health_status) : undefined;
  // Podman puts a containerExitCode of 0 on every event, whether something has ended or not.
  const exit = action === 'die' ? (attributes.exitCode ?? attributes.containerExitCode) : undefined;
  return {
    type,
    action,
    id: message.Actor?.ID ?? '',
    attributes,
    ...(state === undefined ? {} : { health: state }),
    ...(exit === undefined || exit === '' ? {} : { exitCode: Number(exit) }),
    timeNano: String(message.timeNano ?? (message.time ?? 0) * 1e9),
  };
}
