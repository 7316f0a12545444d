import type { Params } from '../template.ts';
import type { Code } from './catalogue/index.ts';
import type { ContainerEvidence } from './container-evidence.ts';

export interface Probe {
  exitCode: number;
  output: string;
}

/** The last probe, if it failed. */
export function failingProbe(log: readonly Probe[]): Probe | undefined {
  const last = log.at(-1);
  return last && last.exitCode !== 0 ? last : undefined;
}

/**
 * What a failing probe says. A check whose program is missing never says anything about the service, so it comes first; then
 * what the engine adds itself when a check takes too long.
 */
export function probeVerdict(probe: Probe, evidence: ContainerEvidence): { code: Code; params: Params } {
  const params: Params = { exitCode: probe.exitCode };
  const missing = missingProgram(probe);
  if (missing) return { code: 'HEALTH_PROBE_MISSING', params: { ...params, command: missing.command } };
  if (/health check exceeded timeout|context deadline exceeded|timed? ?out after/i.test(probe.output)) {
    return { code: 'HEALTH_PROBE_TIMEOUT', params };
  }
  if (/connection refused|couldn'?t connect to server|failed to connect|could not connect/i.test(probe.output)) {
    return { code: 'HEALTH_REFUSED', params };
  }
  return { code: evidence.health === 'starting' ? 'HEALTH_NEVER' : 'HEALTH_UNHEALTHY', params };
}

const notFound =
  /exec:? "(?<a>[^"]+)": (?:executable file not found|stat )|(?:^|\s)(?:\/bin\/)?(?:sh|bash|ash|dash)(?:: line)?(?::? ?\d+)?: (?<b>[^\s:]+): (?:command )?not found|executable file `(?<c>[^`]+)` not found/im;

function missingProgram(probe: Probe): { command: string | undefined } | undefined {
  const found = notFound.exec(probe.output);
  const command = found?.groups?.a ?? found?.groups?.b ?? found?.groups?.c;
  return found || probe.exitCode === 127 ? { command } : undefined;
}
