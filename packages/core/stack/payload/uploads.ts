import type { Project, Service } from '../../compose/index.ts';
import { fileUses, isInline } from './file-objects.ts';
import { PayloadError } from './payload-error.ts';

/** One file to be put into a created container, before its start. */
export interface Upload {
  /** Absolute path in the container. */
  path: string;
  content: string;
  uid: number;
  gid: number;
  /** Permission bits. */
  mode: number;
}

/**
 * Secrets and configs given by `environment` or `content` (facts 2, pkg/compose/secrets.go): mode 0444 and root's if the
 * file says nothing else. Throws {@link PayloadError} in a read-only service, where the engine takes no upload, and for an
 * unset variable.
 */
export function uploadsOf(
  project: Project,
  service: Service,
  environment: Readonly<Record<string, string | undefined>>,
): Upload[] {
  return fileUses(project, service).flatMap((use): Upload[] => {
    const { definition, kind, source } = use;
    if (!isInline(definition)) return [];
    const subject = `${kind}.${source}`;
    const content = definition.content || environment[definition.environment ?? ''];
    if (content === undefined) {
      throw new PayloadError(`the environment variable ${definition.environment} of ${subject} is not set`, subject);
    }
    if (content === '') return [];
    if (service.read_only) {
      throw new PayloadError(
        `${subject} must be a \`file\`: nothing can be written into a read-only container`,
        subject,
      );
    }
    return [
      { path: use.target, content, uid: Number(use.uid ?? 0), gid: Number(use.gid ?? 0), mode: use.mode ?? 0o444 },
    ];
  });
}
