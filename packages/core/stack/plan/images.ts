import type { PlanInput } from './input.ts';
import type { ImageAction } from './types.ts';

/** One action per distinct image of the services in `order`, so that two services never pull the same twice. */
export function planImages(input: PlanInput, order: readonly string[]): ImageAction[] {
  const { model, observed } = input;
  const actions = new Map<string, ImageAction>();
  for (const name of order) {
    const service = model.project.services[name];
    if (!service) continue;
    const image = service.image ?? `${model.project.name}-${name}`;
    const known = actions.get(image);
    if (known) {
      known.services.push(name);
      // A service that builds the image provides it for those that only name it.
      if (service.build && known.action === 'pull') Object.assign(known, buildOrKeep(input, image));
      continue;
    }
    const platform = service.platform ? { platform: service.platform } : {};
    const action = service.build
      ? buildOrKeep(input, image, service.pull_policy)
      : pullOrKeep(input, service.pull_policy, observed.images.get(image) !== undefined);
    actions.set(image, { image, services: [name], ...platform, ...action });
  }
  return [...actions.values()];
}

type Decision = Pick<ImageAction, 'action' | 'reasons' | 'optional'>;

function buildOrKeep(input: PlanInput, image: string, policy?: string): Decision {
  if (input.build || policy === 'build') return { action: 'build', reasons: [{ code: 'policy' }] };
  if (input.observed.images.get(image)) return { action: 'keep', reasons: [] };
  return { action: 'build', reasons: [{ code: 'missing-image' }] };
}

/** Policies as `up` reads them (facts 1.5). The option of the command line wins over the file. */
function pullOrKeep(input: PlanInput, filePolicy: string | undefined, present: boolean): Decision {
  const policy = input.pull ?? filePolicy ?? 'missing';
  if (policy === 'always') return { action: 'pull', reasons: [{ code: 'policy' }], optional: present };
  if (present || policy === 'never') return { action: 'keep', reasons: present ? [] : [{ code: 'missing-image' }] };
  return { action: 'pull', reasons: [{ code: 'missing-image' }] };
}
