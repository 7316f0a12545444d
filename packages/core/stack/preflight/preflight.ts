import { setMaxListeners } from 'node:events';
import { label } from '../labels.ts';
import { ensureSecrets } from '../secrets/index.ts';
import { checkArchitecture } from './architecture.ts';
import { checkBuilds } from './builds.ts';
import { checkDataVersions } from './data-version.ts';
import { checkDisk } from './disk.ts';
import { checkExternals } from './externals.ts';
import { checkGpu } from './gpu.ts';
import { type CheckInput, imageName, type PreflightInput } from './input.ts';
import { checkMemory } from './memory.ts';
import { checkMounts } from './mounts.ts';
import { checkNetworks } from './networks.ts';
import { checkPorts } from './ports.ts';
import type { PreflightReport } from './types.ts';

export type { PreflightInput } from './input.ts';

/**
 * Looks for everything that would make a start fail, all at once; changes nothing (but for the one-shot container of
 * `proveGpu`). Rejects with EngineError if the engine does not answer.
 */
export async function preflight(input: PreflightInput): Promise<PreflightReport> {
  const begun = performance.now();
  const { engine, model, signal } = input;
  // One look per image at once, each listening: that many is no leak.
  if (signal) setMaxListeners(0, signal);
  const refs = new Set(Object.keys(model.project.services).map((name) => imageName(model, name)));
  const [info, containers, images] = await Promise.all([
    engine.info(signal),
    engine.listContainers({}, signal),
    input.images ??
      Promise.all([...refs].map(async (r) => [r, await engine.inspectImage(r, signal)] as const)).then(
        (all) => new Map(all),
      ),
  ]);
  const check: CheckInput = {
    ...input,
    previous: input.previous ?? containers.filter((c) => c.labels[label.project] === model.project.name),
    info,
    containers,
    imageOf: (ref) => images.get(ref),
    local: /^(unix|npipe):/.test(engine.endpoint.url),
  };
  const hasVolume = async (key: string) =>
    (await engine.inspectVolume(model.project.volumes?.[key]?.name ?? `${model.project.name}_${key}`)) !== undefined;
  const [ports, disk, gpu, secrets, externals, networks, data] = await Promise.all([
    checkPorts(check),
    checkDisk(check),
    checkGpu(check),
    ensureSecrets(model, { generate: false, environment: input.environment, hasVolume }),
    checkExternals(check),
    checkNetworks(check),
    checkDataVersions(check),
  ]);
  const memory = checkMemory(check);
  const findings = [
    ...ports,
    ...secrets.findings,
    ...disk.findings,
    ...memory.findings,
    ...checkArchitecture(check),
    ...checkMounts(check),
    ...checkBuilds(check),
    ...gpu.findings,
    ...externals,
    ...networks,
    ...data,
  ];
  return {
    ok: findings.every((f) => f.level !== 'error'),
    took: Math.round(performance.now() - begun),
    findings,
    facts: {
      engine: { url: engine.endpoint.url, version: info.version, apiVersion: info.apiVersion, product: info.product },
      memory: { neededBytes: memory.neededBytes, totalBytes: info.memoryBytes },
      disk: disk.facts,
      gpu: gpu.verdict,
      architecture: info.architecture,
    },
  };
}
