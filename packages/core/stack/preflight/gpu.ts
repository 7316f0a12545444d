import { existsSync } from 'node:fs';
import { diagnose } from '../../diagnose/index.ts';
import { proveInContainer } from './gpu-container.ts';
import { type GpuNeed, gpuNeed } from './gpu-needs.ts';
import { type CheckInput, imageName } from './input.ts';
import type { GpuVerdict, PreflightFinding } from './types.ts';

type Step = GpuVerdict['host'];
type Exists = (path: string) => boolean;

/**
 * Proven in three steps: the machine has a card, the engine can pass it on, a container sees it. Each service is judged by
 * the card it asks for; the verdict is that of the worst.
 */
export async function checkGpu(
  input: CheckInput,
  exists: Exists = existsSync,
): Promise<{ findings: PreflightFinding[]; verdict: GpuVerdict }> {
  const users = Object.entries(input.model.project.services).flatMap(([name, s]) => {
    const need = gpuNeed(s);
    return need ? [{ name, host: hostHasGpu(input, need, exists), runtime: runtimeHasGpu(input, need, exists) }] : [];
  });
  const some: GpuNeed = { kind: 'any', way: 'request' };
  const verdict: GpuVerdict = {
    wanted: users.length > 0,
    host: users.length > 0 ? worst(users.map((u) => u.host)) : hostHasGpu(input, some, exists),
    runtime: users.length > 0 ? worst(users.map((u) => u.runtime)) : runtimeHasGpu(input, some, exists),
    container: 'not-tried',
    detail: '',
  };
  const [first] = users;
  if (!first) return { findings: [], verdict: { ...verdict, detail: 'no service asks for a GPU' } };
  const error = (
    code: 'GPU_HOST_MISSING' | 'GPU_RUNTIME_MISSING' | 'GPU_CONTAINER',
    service: string,
    reason?: string,
  ) => {
    const diagnosis = diagnose(code, { service, reason, image: imageName(input.model, service) });
    return {
      findings: [{ check: 'gpu' as const, level: 'error' as const, diagnosis }],
      verdict: { ...verdict, detail: diagnosis.title },
    };
  };
  // One finding, for the first step that fails: the later ones cannot succeed before it is mended.
  const noHost = users.find((u) => u.host === 'absent');
  if (noHost) return error('GPU_HOST_MISSING', noHost.name);
  const noRuntime = users.find((u) => u.runtime === 'absent');
  if (noRuntime) return error('GPU_RUNTIME_MISSING', noRuntime.name);
  if (!input.proveGpu) return { findings: [], verdict };
  const proof = await proveInContainer(input, first.name);
  verdict.container = proof.result;
  verdict.detail = proof.detail;
  return proof.result === 'failed' ? error('GPU_CONTAINER', first.name, proof.detail) : { findings: [], verdict };
}

function worst(steps: readonly Step[]): Step {
  return steps.includes('absent') ? 'absent' : steps.includes('unknown') ? 'unknown' : 'present';
}

/** Device files that a driver makes; a card of another maker is no help, so each kind has its own. */
const traces = {
  nvidia: ['/proc/driver/nvidia/version', '/dev/nvidia0', '/dev/nvidiactl'],
  amd: ['/dev/kfd'],
  intel: ['/dev/dri/renderD128'],
};
/** WSL shows every maker's card through this one. */
const wsl = '/dev/dxg';

/** Device files tell without starting anything; a distant engine's machine cannot be looked at. */
function hostHasGpu(input: CheckInput, need: GpuNeed, exists: Exists): Step {
  if (!input.local || input.platform !== 'linux') return 'unknown';
  const { kind } = need;
  const files = kind === 'any' ? Object.values(traces).flat() : traces[kind];
  const wanted = need.way === 'file' && need.source ? [need.source] : [...files, wsl];
  return wanted.some(exists) ? 'present' : 'absent';
}

/** The NVIDIA toolkit's hook: the engine looks for it at its start and then serves GPU requests, with or without a runtime. */
const nvidiaHooks = ['/usr/bin/nvidia-container-runtime-hook', '/usr/local/bin/nvidia-container-runtime-hook'];

function runtimeHasGpu(input: CheckInput, need: GpuNeed, exists: Exists): Step {
  const { runtimes } = input.info;
  const { kind, way } = need;
  if (way === 'file') return 'present';
  if (way === 'runtime') return runtimes.includes(kind) ? 'present' : 'absent';
  if (way === 'request') {
    const maker = kind === 'any' ? /nvidia|amd/ : new RegExp(kind);
    if (runtimes.some((r) => maker.test(r))) return 'present';
    if (input.local && (kind === 'nvidia' || kind === 'any') && nvidiaHooks.some(exists)) return 'present';
  }
  return cdiHasGpu(input, kind, exists);
}

/** CDI devices: the engine lists them since API 1.50; before that (and with Podman) the specification files tell. */
function cdiHasGpu(input: CheckInput, kind: GpuNeed['kind'], exists: Exists): Step {
  const { cdiSpecDirs, discoveredDevices } = input.info;
  const makers = kind === 'any' ? ['nvidia', 'amd', 'intel'] : [kind];
  if (discoveredDevices.some((d) => makers.some((m) => d.startsWith(`${m}.com/gpu`)))) return 'present';
  const dirs = input.engine.isPodman && cdiSpecDirs.length === 0 ? ['/etc/cdi', '/var/run/cdi'] : cdiSpecDirs;
  if (dirs.length === 0) return 'absent';
  const listed = !input.engine.isPodman && input.engine.apiMinor >= 50;
  if (!input.local) return listed ? 'absent' : 'unknown';
  const files = dirs.flatMap((d) => makers.flatMap((m) => [`${d}/${m}.yaml`, `${d}/${m}.json`]));
  return files.some(exists) ? 'present' : 'absent';
}
