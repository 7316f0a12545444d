import { diagnose } from '../../diagnose/index.ts';
import { addressText, portsOf } from '../wanted-ports.ts';
import type { CheckInput } from './input.ts';
import type { PreflightFinding } from './types.ts';

/** Of several containers of one service only the first can have a fixed host port; the others fail at their start. */
export function checkReplicas(input: CheckInput): PreflightFinding[] {
  return Object.entries(input.model.project.services).flatMap(([name, service]) => {
    const [fixed] = portsOf(name, service);
    const replicas = wantedReplicas(name, input);
    if (!fixed || replicas < 2) return [];
    const range = `${fixed.port}-${fixed.port + replicas - 1}:${fixed.target}`;
    const diagnosis = diagnose('PORT_REPLICAS', {
      service: name,
      address: addressText(fixed),
      port: fixed.port,
      replicas,
      range,
    });
    return [{ check: 'port' as const, level: 'error' as const, diagnosis }];
  });
}

/** As the plan has it, which knows `--scale`; a service that it leaves alone needs no port. */
function wantedReplicas(name: string, { plan, model }: CheckInput): number {
  if (plan) {
    return plan.services.find((s) => s.service === name)?.containers.filter((c) => c.action !== 'remove').length ?? 0;
  }
  const service = model.project.services[name];
  return service?.scale ?? service?.deploy?.replicas ?? 1;
}
