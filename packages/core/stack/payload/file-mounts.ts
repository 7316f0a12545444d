import type { Project, Service } from '../../compose/index.ts';
import type { MountSpec } from '../../engine/index.ts';
import { fileUses, isInline } from './file-objects.ts';

/**
 * Secrets and configs that are files on the host: read-only mounts. Always as `Mounts`, which fail for a missing file
 * where `Binds` would create a directory of its name; the check with the better message is preflight's.
 */
export function fileMounts(project: Project, service: Service): MountSpec[] {
  return fileUses(project, service).flatMap((use): MountSpec[] => {
    const { file } = use.definition;
    if (isInline(use.definition) || !file) return [];
    return [{ Type: 'bind', Source: file, Target: use.target, ReadOnly: true }];
  });
}
