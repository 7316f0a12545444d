import { statSync } from 'node:fs';
import { diagnose } from '../../diagnose/index.ts';
import type { CheckInput } from './input.ts';
import type { PreflightFinding } from './types.ts';

/** Files and folders that are to be mounted and must be there: the engine would make a folder of a missing file's name. */
export function checkMounts(input: CheckInput): PreflightFinding[] {
  if (!input.local || input.info.product !== 'docker') return [];
  const findings: PreflightFinding[] = [];
  const tell = (code: 'MOUNT_NOT_FOUND' | 'MOUNT_TYPE', service: string, path: string) =>
    findings.push({ check: 'mount', level: 'error', diagnosis: diagnose(code, { service, path }) });
  for (const [service, s] of Object.entries(input.model.project.services)) {
    for (const v of s.volumes ?? []) {
      if (v.type !== 'bind' || !v.source) continue;
      const kind = kindOf(v.source);
      if (kind === 'absent' && v.bind?.create_host_path !== true) tell('MOUNT_NOT_FOUND', service, v.source);
      // A container path that ends like a file, on a host folder that the engine once made for want of the file.
      else if (
        kind === 'folder' &&
        /\.(ya?ml|conf|json|toml|ini|cfg|env|sh|sql|crt|pem|key)$/.test(v.target) &&
        /\.\w+$/.test(v.source)
      ) {
        tell('MOUNT_TYPE', service, v.source);
      }
    }
    for (const reference of s.configs ?? []) {
      const file = input.model.project.configs?.[reference.source]?.file;
      if (file && kindOf(file) === 'absent') tell('MOUNT_NOT_FOUND', service, file);
    }
  }
  return findings;
}

function kindOf(path: string): 'absent' | 'folder' | 'file' | 'unknown' {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined ? 'absent' : found.isDirectory() ? 'folder' : 'file';
  } catch (error) {
    // A file stands where a folder of the path should be; in other cases the engine may be let in where this user is not.
    return (error as NodeJS.ErrnoException).code === 'ENOTDIR' ? 'absent' : 'unknown';
  }
}
