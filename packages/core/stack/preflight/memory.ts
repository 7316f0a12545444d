import { diagnose } from '../../diagnose/index.ts';
import { gigabytes } from './disk.ts';
import type { CheckInput } from './input.ts';
import type { PreflightFinding } from './types.ts';

/**
 * Memory limits of all services against the engine's memory. Limits are an upper bound that services rarely reach
 * together, so going over is a warning; a single reservation that cannot be met is an error.
 */
export function checkMemory(input: CheckInput): { findings: PreflightFinding[]; neededBytes: number } {
  const findings: PreflightFinding[] = [];
  const total = input.info.memoryBytes;
  let neededBytes = 0;
  for (const [service, s] of Object.entries(input.model.project.services)) {
    const copies = s.scale ?? s.deploy?.replicas ?? 1;
    if (copies === 0) continue;
    const limit = Number(s.deploy?.resources?.limits?.memory ?? s.mem_limit ?? 0);
    const reserved = Number(s.deploy?.resources?.reservations?.memory ?? s.mem_reservation ?? 0);
    neededBytes += copies * (limit || reserved);
    if (reserved > total && total > 0) {
      const params = { service, needed: gigabytes(reserved), total: gigabytes(total) };
      findings.push({ check: 'memory', level: 'error', diagnosis: diagnose('MEMORY_LOW', params) });
    }
  }
  if (neededBytes > total && total > 0) {
    const params = { needed: gigabytes(neededBytes), total: gigabytes(total) };
    findings.push({ check: 'memory', level: 'warning', diagnosis: diagnose('MEMORY_LOW', params) });
  }
  return { findings, neededBytes };
}
