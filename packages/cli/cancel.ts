import { setMaxListeners } from 'node:events';

/**
 * A signal that Ctrl-C aborts. The first one asks for a clean end (answered within a second), the second ends the process at
 * once.
 */
export function cancellation(say: (line: string) => void): { signal: AbortSignal; done: () => void } {
  const controller = new AbortController();
  // Everything that runs listens to the one signal; that is no leak.
  setMaxListeners(0, controller.signal);
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    say('Cancelling … (Ctrl-C again to leave at once)');
    controller.abort(new DOMException('cancelled by the user', 'AbortError'));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    done: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
