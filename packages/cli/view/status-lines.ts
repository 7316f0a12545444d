import type { ServiceStatus, StackStatus } from '@sutazai/core/stack';
import type { Output } from '../output.ts';
import { pad } from './screen.ts';

/** A table of the services, by tier where the project has tiers. */
export function statusLines(status: StackStatus, c: Output['colors']): string[] {
  const up = status.services.filter((s) => ['healthy', 'running', 'finished', 'external'].includes(s.state)).length;
  const engine = status.engine.reachable ? '' : c.red('  the engine does not answer; trying again …');
  const lines = [`${c.bold(status.project)}  ${up} of ${status.services.length} well${engine}`];
  const name = Math.max(8, ...status.services.map((s) => s.service.length));
  const tiers = [...new Set(status.services.map((s) => s.tier ?? ''))];
  for (const tier of tiers) {
    if (tier) lines.push('', c.bold(tier));
    for (const s of status.services.filter((x) => (x.tier ?? '') === tier)) lines.push(row(s, name, c));
  }
  return lines;
}

function row(s: ServiceStatus, name: number, c: Output['colors']): string {
  const [first] = s.containers;
  const count = s.containers.length > 1 ? ` ×${s.containers.length}` : '';
  const since = (first?.status ?? '').replace(/ \((health: )?(healthy|unhealthy|starting)\)/, '');
  const ports = s.ports
    .filter((p, i, all) => all.findIndex((o) => o.published === p.published && o.target === p.target) === i)
    .map((p) => `${p.published}→${p.target}${p.protocol === 'udp' ? '/udp' : ''}`)
    .join(' ');
  return `  ${symbol(s, c)} ${pad(s.service, name)}  ${pad(stateText(s, c) + count, 12)}  ${pad(since || (s.url ?? ''), 24)}  ${c.dim(ports)}`.trimEnd();
}

function symbol(s: ServiceStatus, c: Output['colors']): string {
  switch (s.state) {
    case 'healthy':
    case 'running':
      return c.green('●');
    case 'finished':
      return c.green('✓');
    case 'unhealthy':
    case 'failed':
      return c.red('✗');
    case 'starting':
    case 'restarting':
      return c.yellow('◐');
    default:
      return c.dim('○');
  }
}

function stateText(s: ServiceStatus, c: Output['colors']): string {
  const bad = s.state === 'failed' || s.state === 'unhealthy';
  const code = s.containers.find((x) => x.exitCode)?.exitCode;
  const text = s.state === 'failed' && code !== undefined ? `failed (${code})` : s.state;
  return bad ? c.red(text) : text;
}
