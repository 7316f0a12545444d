import type { FileObject, Project, Service } from '../../compose/index.ts';
import { PayloadError } from './payload-error.ts';

/** One secret or config as a service uses it. */
export interface FileUse {
  kind: 'secrets' | 'configs';
  source: string;
  /** Absolute path in the container. */
  target: string;
  definition: FileObject;
  uid?: string;
  gid?: string;
  /** Permission bits. */
  mode?: number;
}

/**
 * The secrets and configs of a service with their absolute targets: `/run/secrets/<name>` and `/<name>` if the file says
 * nothing else. Throws {@link PayloadError} for what only Swarm has (external, driver, template_driver).
 */
export function fileUses(project: Project, service: Service): FileUse[] {
  return [...usesOf('secrets', '/run/secrets/', project, service), ...usesOf('configs', '/', project, service)];
}

function usesOf(kind: FileUse['kind'], folder: string, project: Project, service: Service): FileUse[] {
  return (service[kind] ?? []).map((use) => {
    const definition = project[kind]?.[use.source] ?? {};
    for (const field of ['external', 'driver', 'template_driver'] as const) {
      if (definition[field]) {
        throw new PayloadError(`${kind}.${use.source}.${field} exists only in Swarm`, `${kind}.${use.source}`);
      }
    }
    const target = use.target || use.source;
    return {
      kind,
      source: use.source,
      target: isAbsolute(target) ? target : `${folder}${target}`,
      definition,
      ...(use.uid ? { uid: use.uid } : {}),
      ...(use.gid ? { gid: use.gid } : {}),
      ...(use.mode === undefined ? {} : { mode: modeBits(use.mode) }),
    };
  });
}

/** True if the value itself has to be put into the container; a file is mounted instead. */
export function isInline(definition: FileObject): boolean {
  return Boolean(definition.environment) || Boolean(definition.content);
}

/** The canonical form is octal text (`"0400"`); a number is taken as it is. */
function modeBits(mode: string | number): number {
  return typeof mode === 'number' ? mode : Number.parseInt(mode, 8);
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
}
