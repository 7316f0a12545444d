import type { ContainerAction, Plan } from '@sutazai/core/stack';
import type { Output } from '../output.ts';
import { planCounts, reasonText, waitText } from '../words.ts';

const signs: Record<ContainerAction['action'], [sign: string, word: string]> = {
  create: ['+', 'create'],
  recreate: ['~', 'replace'],
  start: ['>', 'start'],
  restart: ['>', 'restart'],
  wait: ['?', 'wait for'],
  remove: ['-', 'remove'],
  keep: ['=', 'keep'],
  done: ['=', 'finished'],
};

/** The plan for a person: what changes and why; what stays is only counted. */
export function planLines(plan: Plan, c: Output['colors']): string[] {
  const lines = [
    `${c.bold(plan.project)}: ${plan.upToDate ? 'nothing to do, everything runs as wanted' : planCounts(plan)}`,
  ];
  for (const n of plan.networks) {
    if (n.action === 'create') lines.push(`  ${c.green('+')} network ${n.name}`);
    if (n.action === 'recreate') lines.push(`  ${c.yellow('~')} network ${n.name}: its settings changed`);
  }
  for (const v of plan.volumes) if (v.action === 'create') lines.push(`  ${c.green('+')} volume ${v.name}`);
  for (const i of plan.images) {
    if (i.action === 'pull') lines.push(`  ${c.cyan('↓')} pull ${i.image}`);
    if (i.action === 'build') lines.push(`  ${c.cyan('⚒')} build ${i.image}`);
  }
  for (const s of plan.services) {
    for (const a of s.containers) {
      if (a.action === 'keep' || a.action === 'done') continue;
      const [sign, word] = signs[a.action];
      const paint = a.action === 'create' ? c.green : a.action === 'remove' ? c.red : c.yellow;
      const why = a.action === 'create' ? '' : a.reasons.map(reasonText).join('; ');
      const after = s.waitsFor.length > 0 && a.action !== 'remove' ? c.dim(` after ${waitText(s.waitsFor)}`) : '';
      lines.push(`  ${paint(sign)} ${word} ${a.name}${why ? `: ${why}` : ''}${after}`);
    }
  }
  for (const o of plan.orphans.filter((x) => x.remove))
    lines.push(`  ${c.red('-')} remove ${o.container}: no longer in the files`);
  for (const e of plan.external) lines.push(`  ${c.dim('·')} ${e.service} runs elsewhere: ${e.url}`);
  for (const w of plan.warnings) lines.push(`  ${c.yellow('!')} ${w.message}`);
  return lines;
}
