import { ConfigError } from './config.ts';
import type { Service } from './service.ts';

/**
 * A service as a process: starts it, stops it cleanly on SIGTERM, SIGINT and when the process that started it goes away
 * (embedded), and exits with 0 then; 2 for settings that do not fit, 1 for a start that failed. Never a stack trace.
 */
export async function runService(create: () => Promise<Pick<Service, 'url' | 'start' | 'stop'>>): Promise<void> {
  let service: Pick<Service, 'url' | 'start' | 'stop'>;
  try {
    service = await create();
    await service.start();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n`);
    process.exit(error instanceof ConfigError ? 2 : 1);
  }
  let asked = false;
  const stop = (): void => {
    // The second request does not wait.
    if (asked) process.exit(1);
    asked = true;
    service.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  process.send?.({ type: 'ready', url: service.url });
}
