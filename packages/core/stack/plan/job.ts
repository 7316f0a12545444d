import type { Service } from '../../compose/index.ts';
import { dependenciesOf } from './order.ts';

/**
 * A job ends by itself and is then done: someone waits for its completion, or the file says `restart: "no"` in so many
 * words and gives no health check. An unset restart policy does not make a job: such a service, stopped by hand, exits
 * with 0 as well, and an `up` must start it again.
 */
export function isJob(name: string, service: Service, services: Record<string, Service>): boolean {
  const awaited = Object.values(services).some((s) =>
    dependenciesOf(s).some((d) => d.service === name && d.condition === 'service_completed_successfully'),
  );
  return awaited || (service.restart === 'no' && !service.healthcheck);
}
