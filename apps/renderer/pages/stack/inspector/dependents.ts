import type { StackOverview } from '@sutazai/core/contract';

/** Titles of the enabled services that wait for this one. */
export function dependentsOf(service: string, overview: StackOverview | null): string[] {
  return (overview?.services ?? [])
    .filter((s) => s.enabled && !s.job && s.dependsOn.includes(service))
    .map((s) => s.title);
}
