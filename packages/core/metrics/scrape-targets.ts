import type { Service } from '../compose/index.ts';
import type { StackModel } from '../stack/index.ts';

/** An entry of a file for Prometheus' `file_sd_configs`. */
export interface TargetGroup {
  targets: string[];
  labels: Record<string, string>;
}

/**
 * What Prometheus is to ask, from the enabled and managed services' `x-sutazai` blocks, by file name without `.json`:
 * `metrics: [{job, port, path?, params?, targets?}]` (in the file `targets`, default `metrics`), and `probes: [{module, target}]`
 * for the blackbox exporter. A service that is switched off has no target, so none of them is ever down by choice.
 */
export function scrapeTargets(model: Pick<StackModel, 'project'>): Record<string, TargetGroup[]> {
  const files: Record<string, TargetGroup[]> = { metrics: [], probes: [], qdrant: [] };
  for (const [service, definition] of Object.entries(model.project.services)) {
    const block = blockOf(definition);
    const common = { service, tier: String(block.tier ?? 'other') };
    for (const m of listOf<Metrics>(block.metrics)) {
      if (typeof m.port !== 'number') continue;
      const labels: Record<string, string> = { job: String(m.job ?? service), ...common };
      if (m.path) labels.__metrics_path__ = m.path;
      for (const [name, value] of Object.entries(m.params ?? {})) labels[`__param_${name}`] = String(value);
      const file = m.targets ?? 'metrics';
      files[file] = [...(files[file] ?? []), { targets: [`${service}:${m.port}`], labels }];
    }
    for (const p of listOf<Probe>(block.probes)) {
      if (typeof p.target !== 'string' || typeof p.module !== 'string') continue;
      const job = p.module.startsWith('tcp') ? 'blackbox-tcp' : 'blackbox-http';
      files.probes?.push({ targets: [p.target], labels: { job, module: p.module, ...common } });
    }
  }
  return files;
}

interface Metrics {
  job?: string;
  port?: number;
  path?: string;
  params?: Record<string, unknown>;
  targets?: string;
}
interface Probe {
  module?: string;
  target?: string;
}

interface Block {
  tier?: unknown;
  metrics?: unknown;
  probes?: unknown;
}

function blockOf(service: Service): Block {
  const block = service['x-sutazai'];
  return block !== null && typeof block === 'object' ? (block as Block) : {};
}

function listOf<T>(value: unknown): T[] {
  return Array.isArray(value) ? value.filter((v) => v !== null && typeof v === 'object') : [];
}
