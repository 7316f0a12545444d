import { failure } from '../../diagnose/index.ts';
import type { Engine, ExecOptions, ExecSession } from '../../engine/index.ts';
import { label } from '../labels.ts';
import type { StackModel } from '../model.ts';
import { containersOf, selectedServices } from '../select.ts';

/** Runs a command in a running container of the service: the first, or number `index`. */
export async function exec(
  engine: Engine,
  model: StackModel,
  service: string,
  options: ExecOptions & { index?: number },
): Promise<ExecSession> {
  const { index, ...request } = options;
  const services = selectedServices(model, { services: [service] });
  const all = await engine.listContainers({ label: [`${label.project}=${model.project.name}`] }, options.signal);
  const containers = containersOf(all, services);
  const running = containers.filter((c) => c.state === 'running');
  const target = index === undefined ? running[0] : running.find((c) => c.labels[label.number] === String(index));
  if (!target) {
    throw failure('NOT_RUNNING', { service, state: containers[0]?.status ?? 'not created' });
  }
  return engine.exec(target.id, request);
}
