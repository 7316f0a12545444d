import type { LogLine } from '@sutazai/core/contract';
import { services } from './services.ts';
import { sleep } from './stream.ts';

const texts = [
  'info  connection accepted from backend, vhost /agents',
  'info  queue agents.dead passed 40,000 messages',
  'warn  memory alarm on rabbit@rabbitmq: 318 MB over 307 MB',
  'warn  publishers blocked until the alarm clears',
  'error publish from backend timed out after 3,000 ms',
  'info  health probe: check_local_alarms failed (1 of 3)',
  'info  queue agents.finrobot has no consumer',
];

/** `rate` lines a second, in batches of 50 ms as the host sends them. */
export async function* logs(
  names: readonly string[] | undefined,
  rate: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogLine[], void> {
  const from = names?.length ? names : services.filter((s) => !s.off).map((s) => s.entry.service);
  let count = 0;
  const line = (at: number): LogLine => {
    count += 1;
    const service = from[count % from.length] ?? 'rabbitmq';
    return {
      kind: 'line',
      service,
      container: `sutazai-${service}-1`,
      stream: 'stdout',
      timestamp: new Date(at).toISOString(),
      text: `${texts[count % texts.length]}${rate > 100 ? ` #${count}` : ''}`,
    };
  };
  const now = Date.now();
  const past: LogLine[] = [
    {
      kind: 'seam',
      service: from[0] ?? '',
      container: 'x',
      timestamp: new Date(now - 600_000).toISOString(),
      reason: 'restarted',
    },
  ];
  for (let at = 40; at > 0; at -= 1) past.push(line(now - at * 7000));
  yield past;
  while (!signal?.aborted) {
    const wait = rate >= 20 ? 50 : 1000 / Math.max(0.2, rate);
    await sleep(wait, signal);
    const batch = Math.max(1, Math.round((rate * wait) / 1000));
    yield Array.from({ length: batch }, () => line(Date.now()));
  }
}
