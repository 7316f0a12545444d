import { diagnoseContainer, fromDiagnosis, redact, type SutazaiError } from '../../diagnose/index.ts';
import type { Engine } from '../../engine/index.ts';

/** Lines of the container's log that go with a failure. */
const logLines = 50;

/** What the engine knows about a container that failed, put into words (facts 5, no. 3). Never throws. */
export async function containerFailure(
  engine: Engine,
  about: { service: string; name: string; id: string; job: boolean; restartLoop?: boolean; healthTimeoutMs?: number },
  /** Values that must not be shown, whoever wrote them into a log. */
  secrets: readonly string[],
): Promise<SutazaiError> {
  const [detail, lastLogLines] = await Promise.all([
    engine.inspectContainer(about.id).catch(() => undefined),
    lastLines(engine, about.id),
  ]);
  return fromDiagnosis(
    diagnoseContainer({
      service: about.service,
      name: about.name,
      job: about.job,
      exitCode: detail?.state.exitCode ?? -1,
      running: detail?.state.status === 'running',
      oomKilled: detail?.state.oomKilled ?? false,
      error: detail?.state.error ?? '',
      health: detail?.state.health ?? 'none',
      healthLog: (detail?.state.healthLog ?? []).map((l) => ({ ...l, output: redact(l.output, secrets) })),
      restartCount: detail?.restartCount ?? 0,
      restartLoop: about.restartLoop ?? false,
      memoryLimitBytes: limitOf(detail?.raw),
      ...(about.healthTimeoutMs === undefined ? {} : { healthTimeoutMs: about.healthTimeoutMs }),
      lastLogLines: lastLogLines.map((line) => redact(line, secrets)),
    }),
  );
}

/** Bytes; 0 without a limit, or where the engine does not tell. */
function limitOf(raw: Record<string, unknown> | undefined): number {
  const host = raw?.HostConfig as { Memory?: unknown } | undefined;
  return typeof host?.Memory === 'number' ? host.Memory : 0;
}

/** Bounded to one second: a log driver that cannot be read must not hold up the verdict. */
async function lastLines(engine: Engine, id: string): Promise<string[]> {
  const lines: string[] = [];
  try {
    for await (const line of engine.logs(id, { tail: logLines, signal: AbortSignal.timeout(1000) }))
      lines.push(line.text);
  } catch {
    // No readable log is no failure of its own: the verdict stands without it.
  }
  return lines;
}
