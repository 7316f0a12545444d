import { existsSync } from 'node:fs';
import { loadProject, type Project, renderConfig } from '@sutazai/core/compose';
import { fromUnknown } from '@sutazai/core/diagnose';
import { overridePath } from '@sutazai/core/stack';
import { stringify } from 'yaml';
import { type Globals, openOptions } from '../globals.ts';
import { output, reportFailure } from '../output.ts';

/** Needs no engine: only the files. Kept port choices are part of it, as in `up`. */
export async function config(options: Globals & Record<string, unknown>): Promise<number> {
  const out = output(options);
  try {
    const request = openOptions(options, []);
    const first = await loadProject(request);
    const overlay = overridePath(request.stateDir, first.project.name);
    const loaded = existsSync(overlay) ? await loadProject({ ...request, overlays: [overlay] }) : first;
    for (const w of loaded.warnings) out.note(`${out.colors.yellow('!')} ${w}`);
    const list = options.profiles ? loaded.declaredProfiles : listed(loaded.project, options);
    const project = renderConfig(loaded);
    if (list) {
      if (out.json) out.document(list);
      else for (const one of list) out.print(one);
    } else if (out.json || options.format === 'json') out.print(JSON.stringify(project, null, out.json ? 0 : 2));
    else process.stdout.write(stringify(project, { lineWidth: 0, aliasDuplicateObjects: false }));
    return 0;
  } catch (error) {
    return reportFailure(fromUnknown(error), out);
  }
}

function listed(project: Project, options: Record<string, unknown>): string[] | undefined {
  if (options.services) return Object.keys(project.services);
  if (options.volumes) return Object.keys(project.volumes ?? {});
  if (options.images) {
    return [
      ...new Set(Object.entries(project.services).map(([name, s]) => s.image ?? `${project.name}-${name}`)),
    ].sort();
  }
  return undefined;
}
