import type { Diagnosis, EngineCandidate, PreflightReport, StackOverview } from '@sutazai/core/contract';
import { create } from 'zustand';
import type { Tone } from '../../components/Status.tsx';
import { door } from '../../connection/index.ts';
import { diagnosisOf } from '../../state/diagnosis-of.ts';
import { loadOverview } from '../../state/stack.ts';

interface ChecksState {
  engines: EngineCandidate[] | null;
  /** Milliseconds that looking for engines took. */
  enginesTook: number;
  report: PreflightReport | null;
  problem: Diagnosis | null;
  /** What is being asked now. */
  busy: 'all' | 'gpu' | null;
}

export const useChecks = create<ChecksState>(() => ({
  engines: null,
  enginesTook: 0,
  report: null,
  problem: null,
  busy: null,
}));

/** Looks at everything again; nothing on the machine is changed by it. */
export async function check(proveGpu = false): Promise<void> {
  useChecks.setState({ busy: proveGpu ? 'gpu' : 'all', problem: null });
  try {
    const begun = performance.now();
    const engines = await door.api.engine.list();
    useChecks.setState({ engines, enginesTook: performance.now() - begun });
    if (engines.some((e) => e.verdict === 'ok'))
      useChecks.setState({ report: await door.api.stack.preflight({ proveGpu }) });
    else useChecks.setState({ report: null });
  } catch (error) {
    useChecks.setState({ problem: diagnosisOf(error) });
  }
  useChecks.setState({ busy: null });
}

/** After a choice (profile, port, engine): what the files and the choices now say, and what that needs. */
export async function checkAgain(): Promise<void> {
  await Promise.all([loadOverview(), check()]);
}

export interface Step {
  id: 'engine' | 'gpu' | 'profiles' | 'memory' | 'ports' | 'disk' | 'start';
  tone: Tone;
}

export function stepsOf(state: Pick<ChecksState, 'engines' | 'report'>, overview: StackOverview | null): Step[] {
  const { engines, report } = state;
  const worst = (check: string): Tone => {
    if (!report) return 'off';
    const levels = report.findings.filter((f) => f.check === check).map((f) => f.level);
    return levels.includes('error') ? 'bad' : levels.includes('warning') ? 'warn' : 'ok';
  };
  const engine: Tone = !engines ? 'busy' : engines.some((e) => e.verdict === 'ok') ? 'ok' : 'bad';
  return [
    { id: 'engine', tone: engine },
    { id: 'gpu', tone: report ? gpuTone(report) : 'off' },
    { id: 'profiles', tone: overview ? 'ok' : 'off' },
    { id: 'memory', tone: worst('memory') },
    { id: 'ports', tone: worst('port') },
    { id: 'disk', tone: worst('disk') },
    { id: 'start', tone: 'off' },
  ];
}

/** No graphics card is no fault: models run on the processor then. One that is there and cannot be used is. */
function gpuTone({ facts }: PreflightReport): Tone {
  const { host, runtime, container } = facts.gpu;
  if (host === 'absent') return 'off';
  if (container === 'proven') return 'ok';
  return runtime === 'absent' || container === 'failed' ? 'warn' : host === 'present' ? 'ok' : 'off';
}
