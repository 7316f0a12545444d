import type { Service } from '../../compose/index.ts';
import { failure } from '../../diagnose/index.ts';
import { EngineError } from '../../engine/index.ts';
import { beforeStop } from '../hooks.ts';
import { label } from '../labels.ts';
import { containerPayload, contentHash, tarOf } from '../payload/index.ts';
import type { ContainerAction } from '../plan/types.ts';
import { anonymousVolumes } from './anonymous-volumes.ts';
import { type ApplyContext, step } from './context.ts';

/** What a created container needs to know of its neighbours, and how it will be watched. */
export interface CreateInput {
  name: string;
  service: Service;
  action: ContainerAction;
  /** Container id by service, for `network_mode: service:x` and its kin. */
  containerIds: (service: string) => string | undefined;
}

export interface Created {
  id: string;
  /** Has port ranges or random ports: not to be started beside others of its kind (facts 1.7). */
  serialStart: boolean;
}

/**
 * How often Docker itself runs the health command while a container starts up, in milliseconds. Without it the first
 * verdict comes one whole interval after the start (facts 4.3), which is where docker compose loses its time.
 */
export const startIntervalMs = 250;

/** Creates the container under its final name, with its further networks and its uploaded secrets and configs. */
export function create(ctx: ApplyContext, input: CreateInput): Promise<Created> {
  return ctx.limits.create(() =>
    step(ctx, 'container.create', input.action.name, input.name, () => createAs(ctx, input, input.action.name)),
  );
}

/**
 * Replaces a container: the new one is made under a temporary name first, so that a refusal by the engine leaves the old
 * one as it was; then the old one goes and the new one takes its name. From the removal on it is not interrupted.
 */
export async function recreate(ctx: ApplyContext, input: CreateInput, oldId: string): Promise<Created> {
  const { action } = input;
  const temporary = `${oldId.slice(0, 12)}_${action.name}`;
  const created = await step(ctx, 'container.create', temporary, input.name, async () => {
    const inherited = await anonymousVolumes(ctx.engine, oldId);
    return createAs(ctx, input, temporary, { replaces: action.name, inheritedVolumes: inherited });
  });
  try {
    await beforeStop(ctx, { id: oldId, name: action.name, service: input.name }, input.service);
    await step(ctx, 'container.stop', action.name, input.name, () =>
      ctx.limits.stop(() => ctx.engine.stopContainer(oldId, { signal: ctx.signal })),
    );
  } catch (error) {
    await ctx.engine.removeContainer(created.id, { force: true });
    throw error;
  }
  await step(ctx, 'container.remove', action.name, input.name, () =>
    ctx.engine.removeContainer(oldId, { force: true }),
  );
  await step(ctx, 'container.rename', action.name, input.name, () =>
    ctx.engine.renameContainer(created.id, action.name),
  );
  return created;
}

async function createAs(
  ctx: ApplyContext,
  input: CreateInput,
  as: string,
  extra: { replaces?: string; inheritedVolumes?: { name: string; target: string }[] } = {},
): Promise<Created> {
  const { engine, model } = ctx;
  const image = await ctx.image(input.service.image ?? `${model.project.name}-${input.name}`);
  ctx.signal.throwIfAborted();
  const content = await contentHash(model, input.service, model.variables);
  const payload = containerPayload({
    model,
    serviceName: input.name,
    service: input.service,
    number: input.action.number,
    apiMinor: engine.apiMinor,
    isPodman: engine.isPodman,
    imageId: image.id,
    imageHasHealthcheck: image.config.hasHealthcheck,
    ...(image.config.healthcheck ? { imageHealthcheck: image.config.healthcheck } : {}),
    ...(content === undefined ? {} : { contentHash: content }),
    environment: model.variables,
    proxies: ctx.proxies,
    imageVolumes: image.config.volumes,
    containerIds: input.containerIds,
    configHash: ctx.hashes.get(input.name) ?? '',
    startIntervalMs,
    ...extra,
  });
  // From here to the end it is not interrupted: a container without its networks or secrets would be half-made.
  const id = await freeName(ctx, as, () =>
    engine.createContainer(as, payload.spec, input.service.platform ? { platform: input.service.platform } : {}),
  );
  try {
    for (const { network, endpoint } of payload.furtherNetworks) await engine.connectNetwork(network, id, endpoint);
    if (payload.uploads.length > 0) await engine.putArchive(id, '/', await tarOf(payload.uploads));
  } catch (error) {
    await engine.removeContainer(id, { force: true, volumes: true });
    throw error;
  }
  return { id, serialStart: payload.serialStart };
}

/**
 * A name conflict can be our own: a container of this project that a list call made a moment ago did not show yet, or a
 * leftover that carries no labels. Only one of our project is removed; anyone else's is named in the failure.
 */
async function freeName(ctx: ApplyContext, name: string, run: () => Promise<string>): Promise<string> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof EngineError) || error.detail.status !== 409) throw error;
    const owner = await ctx.engine.inspectContainer(name).catch(() => undefined);
    const labels = (owner?.raw.Config as { Labels?: Record<string, string> } | undefined)?.Labels ?? {};
    const project = labels[label.project];
    if (owner && project === ctx.plan.project && owner.state.status === 'created') {
      await ctx.engine.removeContainer(owner.id, { force: true });
      return run();
    }
    throw failure('CONTAINER_NAME_TAKEN', { name, owner: project ?? 'no compose project' });
  }
}
