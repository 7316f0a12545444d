import {
  Annotation,
  END,
  type LangGraphRunnableConfig,
  type MemorySaver,
  START,
  StateGraph,
} from '@langchain/langgraph';
import type { Citation } from '@sutazai/agent-contract';
import type { Telling } from '@sutazai/agent-contract/server';
import type { Library } from '../documents/library.ts';
import { type Fitted, fit, type Turn } from '../model/fit.ts';
import type { ModelFacts, ModelServer } from '../model/model-server.ts';
import { asMessages, instructionsFor } from './prompts.ts';
import { type Spoken, speak, speakWithTools } from './speak.ts';
import { toolsOf } from './tools.ts';

const State = Annotation.Root({
  question: Annotation<string>,
  model: Annotation<string>,
  facts: Annotation<ModelFacts>,
  collections: Annotation<string[]>,
  passages: Annotation<Citation[]>,
  spoken: Annotation<Spoken>,
  /** Grows with every answer of a session. */
  turns: Annotation<Turn[]>({ reducer: (before, more) => [...before, ...more], default: () => [] }),
});
type StateOf = typeof State.State;

/** Passages that are looked for; how many are used, the window decides. */
const passagesAsked = 4;

/** What a node tells while it works goes out by the graph's own stream. */
const teller = (config: LangGraphRunnableConfig) => (what: Telling) => config.writer?.(what);

/**
 * Look up, make it fit, say it: a graph that needs no tools of the model, and gives it some where it can call them. The turns of
 * a session are the graph's own state, where it is given a place to keep them.
 */
export function answerGraph(server: ModelServer, library: Library, checkpointer?: MemorySaver) {
  async function lookUp(state: StateOf, config: LangGraphRunnableConfig): Promise<Partial<StateOf>> {
    const tell = teller(config);
    const step = { type: 'step', id: 'look-up', title: 'Look up passages' } as const;
    tell({ ...step, state: 'begun' });
    const found = await library.find(state.collections, state.question, passagesAsked, signalOf(config));
    tell({ ...step, state: 'done', detail: `${found.length} found` });
    if (found.length === 0)
      tell({
        type: 'warning',
        code: 'NO_PASSAGES',
        message: 'The documents hold nothing near to this: answered without them.',
      });
    return { passages: found };
  }

  function fitted(state: StateOf, tell: (what: Telling) => void): Fitted {
    const window = server.window(state.facts);
    const { question, turns: history, passages } = state;
    const all = fit({ question, history, passages, instructions: instructionsFor(passages) }, window);
    if (all.left.length > 0)
      tell({
        type: 'warning',
        code: 'CONTEXT_TRUNCATED',
        message: `Left out, as the window of “${state.model}” has ${window} tokens: ${all.left.join(', ')}.`,
      });
    if (all.passages.length > 0) tell({ type: 'citations', citations: all.passages });
    return all;
  }

  async function say(state: StateOf, config: LangGraphRunnableConfig): Promise<Partial<StateOf>> {
    const tell = teller(config);
    const signal = signalOf(config);
    const model = server.chat(state.model, server.window(state.facts), signal);
    // Not a node of its own: each costs the first token a millisecond or two.
    const messages = asMessages(fitted(state, tell));
    const step = { type: 'step', id: 'answer', title: 'Answer' } as const;
    tell({ ...step, state: 'begun' });
    const search =
      state.collections.length > 0
        ? (query: string) => library.find(state.collections, query, passagesAsked, signal)
        : undefined;
    const spoken = state.facts.tools
      ? await speakWithTools(model, toolsOf({ search }), messages, signal, tell)
      : await speak(model, messages, signal, tell);
    tell({ ...step, state: 'done' });
    const turns: Turn[] = [
      { role: 'user', content: state.question },
      { role: 'assistant', content: spoken.text },
    ];
    return { spoken, turns };
  }

  return new StateGraph(State)
    .addNode('look-up', lookUp)
    .addNode('say', say)
    .addConditionalEdges(START, (state) => (state.collections.length > 0 ? 'look-up' : 'say'), ['look-up', 'say'])
    .addEdge('look-up', 'say')
    .addEdge('say', END)
    .compile({ name: 'answer', ...(checkpointer ? { checkpointer } : {}) });
}

function signalOf(config: LangGraphRunnableConfig): AbortSignal {
  return config.signal ?? new AbortController().signal;
}
