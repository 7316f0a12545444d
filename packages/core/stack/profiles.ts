import type { LoadedProject } from '../compose/index.ts';
import { failure } from '../diagnose/index.ts';

/**
 * `x-sutazai: {one_of_profiles: [[cpu, gpu]]}` in the main file: groups of profiles of which exactly one runs, the first where
 * none is chosen. Returns what is to be added to the chosen ones.
 * @throws SutazaiError COMPOSE_PROFILES_EXCLUSIVE if more than one of a group is chosen.
 */
export function missingProfiles(loaded: Pick<LoadedProject, 'project' | 'profiles' | 'declaredProfiles'>): string[] {
  if (loaded.profiles.includes('*')) return [];
  const chosen = new Set(loaded.profiles);
  return profileGroups(loaded.project).flatMap((group) => {
    const here = group.filter((p) => chosen.has(p));
    if (here.length > 1) {
      throw failure('COMPOSE_PROFILES_EXCLUSIVE', { profile: here.join(' and '), known: group.join(', ') });
    }
    // A merged file may have taken the services away.
    return here.length === 0 ? group.filter((p) => loaded.declaredProfiles.includes(p)).slice(0, 1) : [];
  });
}

/** Groups of profiles of which exactly one runs. */
export function profileGroups(project: LoadedProject['project']): string[][] {
  const block = (project as { 'x-sutazai'?: { one_of_profiles?: unknown } })['x-sutazai'];
  const groups = block?.one_of_profiles;
  if (!Array.isArray(groups)) return [];
  return groups.flatMap((g) => (Array.isArray(g) ? [g.filter((p) => typeof p === 'string')] : []));
}
