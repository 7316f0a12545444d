import { MemorySaver } from '@langchain/langgraph';
import type { Telling, Work } from '@sutazai/agent-contract/server';
import type { Library } from './documents/library.ts';
import { answerGraph } from './graph/answer.ts';
import type { Turn } from './model/fit.ts';
import type { ModelServer } from './model/model-server.ts';

/** Sessions whose turns are kept; a caller that has its own history sends it and needs none. */
const sessionsKept = 200;

/** One run of the agent: what the model can, then the graph. */
export function langchainWork(server: ModelServer, library: Library): Work {
  const checkpointer = new MemorySaver();
  const graph = answerGraph(server, library, checkpointer);
  const sessions = new Set<string>();

  return async (request, run) => {
    const begun = performance.now();
    const { signal, tell } = run;
    const facts = await server.facts(request.model, signal);
    const collections = request.collections ?? [];
    tell({
      type: 'plan',
      steps: [
        ...(collections.length > 0 ? [{ id: 'look-up', title: 'Look up passages' }] : []),
        { id: 'answer', title: facts.tools ? 'Answer, with tools where they help' : 'Answer' },
      ],
    });
    if (!facts.tools)
      tell({
        type: 'warning',
        code: 'MODEL_NO_TOOLS',
        message: `“${request.model}” cannot call tools: answered without them.`,
      });
    const kept = request.history === undefined && request.session !== undefined;
    const thread = kept ? `session ${request.session}` : `run ${run.id}`;
    if (kept) await remember(thread);
    try {
      const input = {
        ...{ question: request.prompt, model: request.model, facts, collections, passages: [] },
        turns: (request.history ?? []) as Turn[],
      };
      const options = { streamMode: 'custom' as const, signal, configurable: { thread_id: thread } };
      for await (const what of await graph.stream(input, options)) tell(what as Telling);
      const { spoken } = (await graph.getState({ configurable: { thread_id: thread } })).values;
      if (spoken.text.trim() === '')
        tell({ type: 'warning', code: 'EMPTY_OUTPUT', message: `“${request.model}” said nothing.` });
      if (spoken.cut)
        tell({
          type: 'warning',
          code: 'ANSWER_CUT',
          message: 'The answer reached the model’s limit of tokens and ends early.',
        });
      const ms = Math.round(performance.now() - begun);
      tell({ type: 'usage', prompt_tokens: spoken.promptTokens, completion_tokens: spoken.completionTokens, ms });
      return spoken.text;
    } finally {
      if (!kept) await checkpointer.deleteThread(thread);
    }
  };

  async function remember(thread: string): Promise<void> {
    sessions.delete(thread);
    sessions.add(thread);
    const [oldest] = sessions;
    if (sessions.size <= sessionsKept || oldest === undefined) return;
    sessions.delete(oldest);
    await checkpointer.deleteThread(oldest);
  }
}
