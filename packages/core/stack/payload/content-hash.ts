import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Service } from '../../compose/index.ts';
import type { StackModel } from '../model.ts';
import { fileUses, isInline } from './file-objects.ts';
import { seccompFile } from './security.ts';

/**
 * SHA-256 over the contents behind a service's secrets and configs and its seccomp profile: what the config hash does not
 * cover (facts 1.3). Reads the files; only the digest leaves this function. A file that cannot be read counts as absent
 * (preflight names it). `undefined` if the service has none of these.
 */
export async function contentHash(
  model: StackModel,
  service: Service,
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<string | undefined> {
  const parts: [name: string, content: Uint8Array | string | undefined][] = [];
  for (const use of fileUses(model.project, service)) {
    const { definition } = use;
    const inline = definition.content || environment[definition.environment ?? ''];
    const content = isInline(definition) ? inline : await read(definition.file);
    parts.push([`${use.kind}.${use.source}`, content]);
  }
  for (const option of service.security_opt ?? []) {
    const file = seccompFile(option, model.workingDir);
    if (file !== undefined) parts.push([option, await read(file)]);
  }
  if (parts.length === 0) return undefined;
  const hash = createHash('sha256');
  for (const [name, content] of parts.sort(([a], [b]) => (a < b ? -1 : 1))) {
    // Each part is hashed on its own first, so that no content can run over into the next name.
    const digest = content === undefined ? 'absent' : createHash('sha256').update(content).digest('hex');
    hash.update(`${name}\n${digest}\n`);
  }
  return hash.digest('hex');
}

async function read(file: string | undefined): Promise<Uint8Array | undefined> {
  if (!file) return undefined;
  return readFile(file).catch(() => undefined);
}
