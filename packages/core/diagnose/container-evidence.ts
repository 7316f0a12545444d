/** What is known of a container that failed; fields as in the engine's inspect document. */
export interface ContainerEvidence {
  service: string;
  name: string;
  /** Below 0: not known. */
  exitCode?: number;
  oomKilled?: boolean;
  /** `State.Error`: the engine's words if the start itself failed. */
  error?: string;
  running?: boolean;
  restarting?: boolean;
  restartCount?: number;
  health?: 'none' | 'starting' | 'healthy' | 'unhealthy';
  healthLog?: readonly { exitCode: number; output: string; start?: string; end?: string }[];
  lastLogLines?: readonly string[];
  /** A one-shot job: exit code 0 is success. */
  job?: boolean;
  /** The caller counted its restarts and gives up on it. */
  restartLoop?: boolean;
  /** Milliseconds that were waited in vain for it to become ready. */
  healthTimeoutMs?: number;
  /** 0 or absent: no limit. */
  memoryLimitBytes?: number;
  image?: string;
  /** Start command, for "not found" and "may not be executed". */
  command?: string;
}

const shownProbes = 5;
const shownLines = 50;

/** What is shown one click behind the diagnosis: state, the last probes, the last lines. */
export function evidenceOf(
  evidence: ContainerEvidence,
  mask: (text: string) => string,
): { label: string; lines: string[] }[] {
  const probes = (evidence.healthLog ?? []).slice(-shownProbes);
  const lines = (evidence.lastLogLines ?? []).slice(-shownLines);
  return [
    { label: 'State', lines: stateLines(evidence) },
    {
      label: 'Health check',
      lines: probes.map((probe) => mask(`exit code ${probe.exitCode}: ${probe.output.trim() || '(no output)'}`)),
    },
    { label: 'Last log lines', lines: lines.length === 0 ? [] : mask(lines.join('\n')).split('\n') },
  ].filter((part) => part.lines.length > 0);
}

function stateLines(evidence: ContainerEvidence): string[] {
  return [
    `container ${evidence.name}`,
    ...(evidence.exitCode === undefined || evidence.exitCode < 0 || evidence.running
      ? []
      : [`exit code ${evidence.exitCode}`]),
    ...(evidence.oomKilled ? ['ended by the system for lack of memory'] : []),
    ...(evidence.restartCount ? [`restarted ${evidence.restartCount} times`] : []),
    ...(evidence.restarting ? ['waiting for its next restart'] : []),
    ...(evidence.health && evidence.health !== 'none' ? [`health: ${evidence.health}`] : []),
  ];
}
