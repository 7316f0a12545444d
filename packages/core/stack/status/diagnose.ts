import type { Diagnosis } from '../../diagnose/index.ts';
import type { Engine } from '../../engine/index.ts';
import { containerFailure } from '../apply/evidence.ts';
import { label } from '../labels.ts';
import type { StackModel } from '../model.ts';
import { isJob } from '../plan/job.ts';
import { redactions } from '../secrets/index.ts';
import { containersOf, selectedServices } from '../select.ts';

/**
 * Why a service is not well, from what the engine knows of its containers and from their last lines. A container that was
 * stopped in order, runs well or is only starting has nothing to tell.
 */
export async function diagnoseService(
  engine: Engine,
  model: StackModel,
  service: string,
  signal?: AbortSignal,
): Promise<Diagnosis[]> {
  const services = selectedServices(model, { services: [service] });
  const all = await engine.listContainers({ label: [`${label.project}=${model.project.name}`] }, signal);
  const definition = model.project.services[service];
  const job = definition !== undefined && isJob(service, definition, model.project.services);
  const secrets = redactions(model);
  const sick = containersOf(all, services).filter(
    (c) =>
      c.health === 'unhealthy' ||
      c.state === 'restarting' ||
      c.state === 'dead' ||
      // 143 is what an ordered stop leaves behind.
      (c.state === 'exited' && c.exitCode !== 0 && c.exitCode !== 143),
  );
  const failures = await Promise.all(
    sick.map((c) => containerFailure(engine, { service, name: c.name, id: c.id, job }, secrets)),
  );
  return failures.map((f) => f.diagnosis);
}
