import type { ContainerEvidence } from './container.ts';

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
