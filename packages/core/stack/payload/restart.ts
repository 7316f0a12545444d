import type { Service } from '../../compose/index.ts';
import type { HostConfig } from '../../engine/index.ts';

/** `restart`, overridden by `deploy.restart_policy`; `undefined` leaves the engine's default, which is `no`. */
export function restartPolicy(service: Service): HostConfig['RestartPolicy'] {
  const policy = service.deploy?.restart_policy;
  if (policy) return { Name: engineName(policy.condition ?? ''), MaximumRetryCount: Number(policy.max_attempts ?? 0) };
  if (!service.restart) return undefined;
  const [name = '', attempts] = service.restart.split(':');
  return { Name: engineName(name), MaximumRetryCount: Number(attempts ?? 0) || 0 };
}

function engineName(condition: string): string {
  if (condition === 'none') return 'no';
  return condition === 'any' ? 'always' : condition;
}
