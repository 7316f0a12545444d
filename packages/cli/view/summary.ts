import type { StackStatus, Summary } from '@sutazai/core/stack';
import type { Output } from '../output.ts';
import { plural, seconds } from '../words.ts';
import { pad } from './screen.ts';

/** What to know after a successful start: how many, how long, where to look. */
export function summaryLines(summary: Summary, status: StackStatus, c: Output['colors']): string[] {
  const up = status.services.filter((s) => s.containers.some((x) => x.state === 'running')).length;
  const lines: string[] = [];
  const untouched = summary.created + summary.recreated + summary.started === 0;
  const head = untouched
    ? 'everything runs as wanted'
    : `${plural(up, 'service')} running, ready in ${seconds(summary.took)}`;
  const jobs = summary.finished > 0 ? `, ${plural(summary.finished, 'job')} finished` : '';
  lines.push(`${c.green('✓')} ${c.bold(status.project)}: ${head}${jobs}`);
  const links = status.services.filter((s) => s.url);
  const width = Math.max(0, ...links.map((s) => (s.title ?? s.service).length));
  for (const s of links.slice(0, 12)) lines.push(`  ${pad(s.title ?? s.service, width)}  ${c.cyan(s.url ?? '')}`);
  if (links.length > 12) lines.push(c.dim(`  and ${links.length - 12} more: sutazai status`));
  lines.push(c.dim('  Next: sutazai status · sutazai logs -f · sutazai down'));
  return lines;
}
