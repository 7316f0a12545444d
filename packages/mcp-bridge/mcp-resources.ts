import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/server';
import type { RunEvent } from '@sutazai/agent-contract';
import { notFound } from '@sutazai/service-kit';
import type { AgentService, Run } from './agent-service.ts';

type Artefact = Extract<RunEvent, { type: 'artefact' | 'diff' | 'file' }>;

interface Described {
  uri: string;
  name: string;
  mimeType: string;
}

/** What runs left behind, as resources: each run as a whole, and each file, diff and artefact that it told of. */
export function runResources(server: McpServer, agents: AgentService): void {
  server.registerResource(
    'run',
    new ResourceTemplate('sutazai://runs/{run}', { list: async () => ({ resources: agents.runs().map(described) }) }),
    {
      title: 'A run',
      description: 'Everything a run told: steps, tools, artefacts, its answer',
      mimeType: 'application/json',
    },
    async (uri, { run }) => ({
      contents: [{ uri: uri.href, mimeType: 'application/json', text: JSON.stringify(agents.run(String(run))) }],
    }),
  );
  server.registerResource(
    'artefact',
    new ResourceTemplate('sutazai://runs/{run}/artefacts/{number}', {
      list: async () => ({ resources: agents.runs().flatMap((run) => artefactsOf(run).map((a) => artefact(run, a))) }),
    }),
    {
      title: 'An artefact',
      description: 'A diff as its text; a file or another product of a run as what is known of it',
    },
    async (uri, { run: id, number }) => {
      const run = agents.run(String(id));
      const found = artefactsOf(run).find((a) => String(a.seq) === String(number));
      if (!found)
        throw notFound(
          'artefact',
          String(number),
          artefactsOf(run).map((a) => String(a.seq)),
          'ARTEFACT_UNKNOWN',
        );
      const text = found.type === 'diff' ? found.text : JSON.stringify(found);
      return { contents: [{ uri: uri.href, mimeType: artefact(run, found).mimeType, text }] };
    },
  );
}

/** Links to a run and its artefacts, for the result of the tool that made them. */
export function linksOf(agents: AgentService, id: string): (Described & { type: 'resource_link' })[] {
  const run = agents.runs().find((r) => r.id === id);
  if (!run) return [];
  return [described(run), ...artefactsOf(run).map((a) => artefact(run, a))].map((d) => ({
    type: 'resource_link',
    ...d,
  }));
}

const artefactsOf = (run: Run): Artefact[] =>
  run.events.flatMap((e) => (e.type === 'artefact' || e.type === 'diff' || e.type === 'file' ? [e] : []));

const described = (run: Run): Described => ({
  uri: `sutazai://runs/${run.id}`,
  name: `${run.agent} ${run.id}`,
  mimeType: 'application/json',
});

function artefact(run: Run, event: Artefact): Described {
  const name = event.type === 'artefact' ? event.name : (event.path ?? 'changes');
  return {
    uri: `sutazai://runs/${run.id}/artefacts/${event.seq}`,
    name: event.type === 'diff' ? `${name} (diff)` : name,
    mimeType: event.type === 'diff' ? 'text/x-diff' : 'application/json',
  };
}
