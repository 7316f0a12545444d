import type { PortChoice } from '@sutazai/core/contract';

/** Why a typed port cannot be kept, as far as can be seen without asking the machine. */
export function portProblem(
  text: string,
  port: PortChoice,
  list: readonly PortChoice[],
): { code: 'number' | 'range' | 'double'; name?: string } | null {
  if (!/^\d+$/.test(text.trim())) return { code: 'number' };
  const value = Number(text);
  if (value < 1 || value > 65_535) return { code: 'range' };
  const other = list.find(
    (p) => p !== port && p.published === value && p.protocol === port.protocol && p.hostIp === port.hostIp,
  );
  return other ? { code: 'double', name: other.service } : null;
}
