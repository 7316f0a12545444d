import { existsSync } from 'node:fs';
import type { Service } from '../../compose/index.ts';
import { diagnose } from '../../diagnose/index.ts';
import { proveInContainer } from './gpu-container.ts';
import { type CheckInput, imageName } from './input.ts';
import type { GpuVerdict, PreflightFinding } from './types.ts';

type Kind = 'nvidia' | 'amd' | 'intel' | 'any';

/** What kind of graphics card a service asks for, in any of the ways there are; undefined if none. */
export function gpuKind(service: Service): Kind | undefined {
  const devices = (service.devices ?? []).map((d) => d.source);
  if (service.runtime === 'nvidia' || devices.some((d) => d.startsWith('nvidia.com/gpu'))) return 'nvidia';
  if (devices.some((d) => d.startsWith('/dev/kfd') || d.startsWith('amd.com/gpu'))) return 'amd';
  if (devices.some((d) => d.startsWith('/dev/dri'))) return 'intel';
  const requests = [...(service.gpus ?? []), ...(service.deploy?.resources?.reservations?.devices ?? [])];
  const gpu = requests.find((r, i) => i < (service.gpus?.length ?? 0) || r.capabilities?.includes('gpu'));
  if (!gpu) return undefined;
  return gpu.driver === 'nvidia' ? 'nvidia' : gpu.driver?.includes('amd') ? 'amd' : 'any';
}

/** Proven in three steps: the machine has a card, the engine can pass it on, a container sees it. */
export async function checkGpu(input: CheckInput): Promise<{ findings: PreflightFinding[]; verdict: GpuVerdict }> {
  const users = Object.entries(input.model.project.services).flatMap(([name, s]) => {
    const kind = gpuKind(s);
    return kind ? [{ name, kind }] : [];
  });
  const [first] = users;
  const verdict: GpuVerdict = {
    wanted: users.length > 0,
    host: hostHasGpu(input),
    runtime: runtimeHasGpu(input, first?.kind ?? 'any'),
    container: 'not-tried',
    detail: '',
  };
  if (!first) return { findings: [], verdict: { ...verdict, detail: 'no service asks for a GPU' } };
  const error = (code: 'GPU_HOST_MISSING' | 'GPU_RUNTIME_MISSING' | 'GPU_CONTAINER', reason?: string) => {
    const diagnosis = diagnose(code, { service: first.name, reason, image: imageName(input.model, first.name) });
    return {
      findings: [{ check: 'gpu' as const, level: 'error' as const, diagnosis }],
      verdict: { ...verdict, detail: diagnosis.title },
    };
  };
  if (verdict.host === 'absent') return error('GPU_HOST_MISSING');
  if (verdict.runtime === 'absent') return error('GPU_RUNTIME_MISSING');
  if (!input.proveGpu) return { findings: [], verdict };
  const proof = await proveInContainer(input, first.name);
  verdict.container = proof.result;
  verdict.detail = proof.detail;
  return proof.result === 'failed' ? error('GPU_CONTAINER', proof.detail) : { findings: [], verdict };
}

/** Device files tell without starting anything; a distant engine's machine cannot be looked at. */
function hostHasGpu(input: CheckInput): GpuVerdict['host'] {
  if (!input.local) return 'unknown';
  if (input.platform !== 'linux') return 'unknown';
  const traces = [
    '/proc/driver/nvidia/version',
    '/dev/nvidia0',
    '/dev/nvidiactl',
    '/dev/kfd',
    '/dev/dxg',
    '/dev/dri/renderD128',
  ];
  return traces.some((t) => existsSync(t)) ? 'present' : 'absent';
}

function runtimeHasGpu(input: CheckInput, kind: Kind): GpuVerdict['runtime'] {
  const { runtimes, discoveredDevices, cdiSpecDirs } = input.info;
  // Plain device files need nothing of the engine.
  if (kind === 'intel' || (kind === 'amd' && existsSync('/dev/kfd'))) return 'present';
  if (runtimes.some((r) => /nvidia|amd/.test(r)) || discoveredDevices.some((d) => /gpu/.test(d))) return 'present';
  const specs =
    input.local &&
    cdiSpecDirs.some((d) => ['nvidia.yaml', 'nvidia.json', 'amd.json'].some((f) => existsSync(`${d}/${f}`)));
  return specs ? 'present' : 'absent';
}
