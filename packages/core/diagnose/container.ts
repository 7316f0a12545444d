import type { Params } from '../template.ts';
import type { Code } from './catalogue/index.ts';
import { recognise } from './classify.ts';
import { type ContainerEvidence, evidenceOf } from './container-evidence.ts';
import { diagnose } from './diagnose.ts';
import type { Diagnosis } from './error.ts';
import { fromLastWords } from './last-words.ts';
import type { Platform } from './platform.ts';
import { failingProbe, probeVerdict } from './probe.ts';
import { redact, redactTokens } from './redact.ts';
import { signalOf } from './signals.ts';
import { core } from './wording.ts';

/** From this many restarts on, restarting is the news and not the single exit. */
const loopAfter = 3;

/**
 * Why a container does not run, or runs and is not well. The most particular reason wins: memory, then the engine's own words,
 * then well-known last words of the program, then health, then the exit code.
 */
export function diagnoseContainer(
  evidence: ContainerEvidence,
  options: { secrets?: readonly string[]; platform?: Platform } = {},
): Diagnosis {
  const mask = (text: string) => redact(text, options.secrets);
  const found = decide(evidence);
  const params: Params = {
    service: evidence.service,
    name: evidence.name,
    image: evidence.image,
    command: evidence.command,
    exitCode: knownExit(evidence.exitCode),
    signal: signalOf(evidence.exitCode),
    restarts: evidence.restartCount || undefined,
    seconds: evidence.healthTimeoutMs === undefined ? undefined : Math.round(evidence.healthTimeoutMs / 1000),
    limit: evidence.memoryLimitBytes ? mebibytes(evidence.memoryLimitBytes) : undefined,
    ...maskedParams(found.params, options.secrets),
  };
  const raw = evidence.error ? { raw: mask(evidence.error) } : {};
  return diagnose(found.code, params, { ...raw, evidence: evidenceOf(evidence, mask) }, options.platform);
}

function decide(evidence: ContainerEvidence): { code: Code; params?: Params } {
  if (evidence.oomKilled) return { code: 'CONTAINER_OOM' };
  const refused = evidence.error ? recognise({ message: evidence.error, operation: 'container.start' }) : undefined;
  if (refused) return refused;
  const loops =
    evidence.restartLoop === true || evidence.restarting === true || (evidence.restartCount ?? 0) >= loopAfter;
  return !evidence.running || evidence.restarting ? endedBecause(evidence, loops) : unwellBecause(evidence, loops);
}

/** It is not running (or only between two restarts). */
function endedBecause(evidence: ContainerEvidence, loops: boolean): { code: Code; params?: Params } {
  const words = evidence.exitCode === 0 ? undefined : fromLastWords(evidence.lastLogLines ?? [], evidence.exitCode);
  if (words) return words;
  const byCode = fromExitCode(evidence);
  if (byCode) return { code: byCode };
  if (loops) return { code: 'CONTAINER_RESTART_LOOP' };
  if (evidence.error) return { code: 'ENGINE_ERROR', params: { subject: evidence.name, reason: core(evidence.error) } };
  if (evidence.job) return { code: 'JOB_FAILED' };
  return { code: evidence.exitCode === 0 ? 'CONTAINER_STOPPED' : 'CONTAINER_EXITED' };
}

/** It runs, and yet it is not ready. */
function unwellBecause(evidence: ContainerEvidence, loops: boolean): { code: Code; params?: Params } {
  if (evidence.restartLoop) return { code: 'CONTAINER_RESTART_LOOP' };
  const probe = failingProbe(evidence.healthLog ?? []);
  if (probe && evidence.health !== 'healthy') return probeVerdict(probe, evidence);
  if (evidence.health === 'unhealthy') return { code: 'HEALTH_UNHEALTHY' };
  if (loops) return { code: 'CONTAINER_RESTART_LOOP' };
  return { code: evidence.health === 'none' || evidence.health === undefined ? 'READY_TIMEOUT' : 'HEALTH_NEVER' };
}

/** Exit codes that mean the same whatever the program is: shells' 126 and 127, and 128 + signal. */
function fromExitCode(evidence: ContainerEvidence): Code | undefined {
  switch (evidence.exitCode) {
    case 126:
      return 'CONTAINER_PERMISSION';
    case 127:
      return 'CONTAINER_COMMAND_NOT_FOUND';
    case 132:
      return 'CPU_UNSUPPORTED';
    case 134:
    case 135:
    case 136:
    case 139:
    case 159:
      return 'CONTAINER_CRASHED';
    case 129:
    case 130:
    case 137:
    case 143:
      return 'CONTAINER_KILLED';
    default:
      return undefined;
  }
}

function knownExit(exitCode: number | undefined): number | undefined {
  return exitCode !== undefined && exitCode >= 0 ? exitCode : undefined;
}

function mebibytes(bytes: number): string {
  const mib = bytes / 1024 ** 2;
  return mib >= 1024 ? `${Number((mib / 1024).toFixed(1))} GiB` : `${Math.round(mib)} MiB`;
}

/** What was read out of the container's words; the texts show it. */
function maskedParams(params: Params | undefined, secrets: readonly string[] | undefined): Params {
  return Object.fromEntries(
    Object.entries(params ?? {}).map(([name, value]) => [
      name,
      typeof value === 'string' ? redactTokens(value, secrets) : value,
    ]),
  );
}
