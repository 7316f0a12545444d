import { failure, fromUnknown } from '@sutazai/core/diagnose';
import { checkExternalAddress, loadModel } from '@sutazai/core/stack';
import { openStore } from '@sutazai/core/store';
import { type Globals, openOptions, stateFolder } from '../globals.ts';
import { output, reportFailure } from '../output.ts';

/** Says which services the user runs elsewhere. Needs no engine; counts from the next `up` on. */
export async function external(args: unknown[], options: Globals & Record<string, unknown>): Promise<number> {
  const out = output(options);
  const [action, service, url] = args as [string, string | undefined, string | undefined];
  try {
    const store = await openStore(stateFolder(options));
    try {
      const model = await loadModel(openOptions(options, []), { externals: { ...store.externals, list: () => ({}) } });
      const project = model.project.name;
      if (action === 'list') {
        const all = store.externals.list(project);
        if (out.json) out.document(all);
        else if (Object.keys(all).length === 0) out.print(`${project}: every service is run here`);
        else for (const [name, e] of Object.entries(all)) out.print(`${name}  ${e.url}`);
        return 0;
      }
      const known = Object.keys({ ...model.project.services, ...model.disabled });
      if (!service || !known.includes(service)) {
        throw failure('COMPOSE_UNKNOWN_SERVICE', { service: service ?? '', known: known.sort().join(', ') });
      }
      if (action === 'set' && url) {
        checkExternalAddress(url);
        store.externals.set(project, service, url);
      } else if (action === 'remove') store.externals.remove(project, service);
      else throw failure('USAGE', {}, { extra: { title: 'external takes: list | set SERVICE URL | remove SERVICE' } });
      if (out.json) out.document(store.externals.list(project));
      else out.print(action === 'set' ? `${service} runs elsewhere now: ${url}` : `${service} is run here again`);
      return 0;
    } finally {
      store.close();
    }
  } catch (error) {
    return reportFailure(fromUnknown(error), out);
  }
}
