import { accessSync, constants, statSync } from 'node:fs';
import { diagnose } from '../../diagnose/index.ts';
import { buildSecrets, buildSsh } from '../apply/build-options.ts';
import { type CheckInput, imageName } from './input.ts';
import type { PreflightFinding } from './types.ts';

/** Secrets and ssh agents of the images that are about to be built: a build without them fails late and in other words. */
export function checkBuilds(input: CheckInput): PreflightFinding[] {
  const { model, plan } = input;
  const findings: PreflightFinding[] = [];
  const tell = (diagnosis: PreflightFinding['diagnosis']) =>
    findings.push({ check: 'secret', level: 'error', diagnosis });
  for (const [name, service] of Object.entries(model.project.services)) {
    if (!service.build) continue;
    const image = imageName(model, name);
    const due = plan ? plan.images.some((i) => i.image === image && i.action === 'build') : !input.imageOf(image);
    if (!due) continue;
    for (const { id, file, value } of buildSecrets(model, service)) {
      if (value !== undefined || (file && readable(file))) continue;
      tell(diagnose('SECRET_MISSING', { secret: id, service: name, ...(file ? { path: file } : {}) }));
    }
    for (const { id, socket } of buildSsh(service, model.variables)) {
      if (!isSocket(socket)) tell(diagnose('BUILD_SSH_AGENT', { service: name, agent: id, path: socket }));
    }
  }
  return findings;
}

function readable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function isSocket(path: string): boolean {
  // Named pipes of Windows (its own agent) cannot be looked at.
  return path.startsWith('\\\\.\\pipe\\') || statSync(path, { throwIfNoEntry: false })?.isSocket() === true;
}
