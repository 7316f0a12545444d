import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StackExtension, StackModel } from '../stack/index.ts';
import { scrapeTargets } from './scrape-targets.ts';

/** Keeps the files of `scrapeTargets` in the folder that the service with `x-sutazai: {scrape_targets: PATH}` mounts there. */
export const scrapeTargetFiles: StackExtension = {
  async prepare(model) {
    const folder = targetFolder(model);
    if (folder !== undefined) await writeTargets(folder, model);
  },
};

/** The host's folder, or undefined where no enabled service wants targets. */
export function targetFolder(model: Pick<StackModel, 'project'>): string | undefined {
  for (const service of Object.values(model.project.services)) {
    const block = service['x-sutazai'] as { scrape_targets?: unknown } | undefined;
    const mount = (service.volumes ?? []).find((v) => v.type === 'bind' && v.target === block?.scrape_targets);
    if (mount?.source) return mount.source;
  }
  return undefined;
}

/** Prometheus watches the folder: what has not changed is left alone, what has is put in place whole. */
export async function writeTargets(folder: string, model: Pick<StackModel, 'project'>): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  for (const [name, groups] of Object.entries(scrapeTargets(model))) {
    const file = join(folder, `${name}.json`);
    const text = `${JSON.stringify(groups, null, 1)}\n`;
    if ((await readFile(file, 'utf8').catch(() => undefined)) === text) continue;
    const draft = `${file}.${randomUUID()}.new`;
    try {
      // Readable for the server's own user inside the container.
      await writeFile(draft, text, { mode: 0o644, flag: 'wx' });
      await rename(draft, file);
    } finally {
      await rm(draft, { force: true });
    }
  }
}
