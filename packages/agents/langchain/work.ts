import { MemorySaver } from '@langchain/langgraph';
import type { Work } from '@sutazai/agent-contract/server';
import type { Library } from './documents/library.ts';
import { answerGraph } from './graph/answer.ts';
import type { ModelServer } from './model/model-server.ts';

/** Sessions whose turns are kept; a caller that has its own history sends it and needs none. */
const sessionsKept = 200;

/** One run of the agent: what the model can, then the graph. */
export function langchainWork(server: ModelServer, library: Library): Work {
  const checkpointer = new MemorySaver();
  const remembering = answerGraph(server, library, checkpointer);
  // Writing down each step of a run that nobody comes back to costs its first token milliseconds.
  const forgetting = answerGraph(server, library);
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
    const session = request.history === undefined ? request.session : undefined;
    if (session !== undefined) await remember(session);
    const asked = { question: request.prompt, model: request.model, facts, collections };
    const graph = session === undefined ? forgetting : remembering;
    const spoken = await graph.invoke(
      { ...asked, history: request.history ?? [] },
      { signal, configurable: { tell, thread_id: session } },
    );
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
  };

  async function remember(session: string): Promise<void> {
    sessions.delete(session);
    sessions.add(session);
    const [oldest] = sessions;
    if (sessions.size <= sessionsKept || oldest === undefined) return;
    sessions.delete(oldest);
    await checkpointer.deleteThread(oldest);
  }
}
