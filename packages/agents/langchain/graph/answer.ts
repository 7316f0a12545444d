import {
  entrypoint,
  getPreviousState,
  type LangGraphRunnableConfig,
  type MemorySaver,
  task,
} from '@langchain/langgraph';
import type { Citation } from '@sutazai/agent-contract';
import type { Telling } from '@sutazai/agent-contract/server';
import type { Library } from '../documents/library.ts';
import { type Fitted, fit, type Turn } from '../model/fit.ts';
import type { ModelFacts, ModelServer } from '../model/model-server.ts';
import { asMessages, instructionsFor } from './prompts.ts';
import { type Spoken, speak, speakWithTools } from './speak.ts';
import { toolsOf } from './tools.ts';

export interface Asked {
  question: string;
  model: string;
  facts: ModelFacts;
  collections: string[];
  /** Earlier turns, oldest first, as the caller knows them. */
  history: Turn[];
}

/**
 * What is told while it works goes this way, given with the run, and not by LangGraph's own stream: that brings each word through
 * three queues. `signal` ends everything.
 */
interface Told {
  tell: (what: Telling) => void;
  signal: AbortSignal;
}

/** Passages that are looked for; how many are used, the window decides. */
const passagesAsked = 4;

/**
 * Look up, make it fit, say it: needs no tools of the model, and gives it some where it can call them. By LangGraph's functional
 * form: a step less before the first word than a `StateGraph` has, which is more than a millisecond. With a place to keep them, the
 * turns of a session are its state.
 */
export function answerGraph(server: ModelServer, library: Library, checkpointer?: MemorySaver) {
  const lookUp = task('look-up', async ({ collections, question }: Asked, { tell, signal }: Told) => {
    const step = { type: 'step', id: 'look-up', title: 'Look up passages' } as const;
    tell({ ...step, state: 'begun' });
    const found = await library.find(collections, question, passagesAsked, signal);
    tell({ ...step, state: 'done', detail: `${found.length} found` });
    if (found.length === 0)
      tell({
        type: 'warning',
        code: 'NO_PASSAGES',
        message: 'The documents hold nothing near to this: answered without them.',
      });
    return found;
  });

  function fitted({ question, model, facts, history }: Asked, passages: Citation[], { tell }: Told): Fitted {
    const window = server.window(facts);
    const all = fit({ question, history, passages, instructions: instructionsFor(passages) }, window);
    if (all.left.length > 0)
      tell({
        type: 'warning',
        code: 'CONTEXT_TRUNCATED',
        message: `Left out, as the window of “${model}” has ${window} tokens: ${all.left.join(', ')}.`,
      });
    if (all.passages.length > 0) tell({ type: 'citations', citations: all.passages });
    return all;
  }

  async function say(asked: Asked, passages: Citation[], told: Told): Promise<Spoken> {
    const { tell, signal } = told;
    const { collections, facts } = asked;
    const model = server.chat(asked.model, server.window(facts), signal);
    const messages = asMessages(fitted(asked, passages, told));
    const step = { type: 'step', id: 'answer', title: 'Answer' } as const;
    tell({ ...step, state: 'begun' });
    const search =
      collections.length > 0 ? (query: string) => library.find(collections, query, passagesAsked, signal) : undefined;
    const spoken = facts.tools
      ? await speakWithTools(model, toolsOf({ search }), messages, signal, tell)
      : await speak(model, messages, signal, tell);
    tell({ ...step, state: 'done' });
    return spoken;
  }

  return entrypoint(
    { name: 'answer', ...(checkpointer ? { checkpointer } : {}) },
    async (input: Asked, config: LangGraphRunnableConfig<Partial<Told>>) => {
      const never = () => new AbortController().signal;
      const told: Told = {
        tell: config.configurable?.tell ?? (() => undefined),
        signal: config.signal ?? never(),
      };
      const kept = checkpointer ? (getPreviousState<Turn[]>() ?? []) : [];
      const asked = { ...input, history: [...kept, ...input.history] };
      const passages = asked.collections.length > 0 ? await lookUp(asked, told) : [];
      const spoken = await say(asked, passages, told);
      const turns: Turn[] = [
        { role: 'user', content: asked.question },
        { role: 'assistant', content: spoken.text },
      ];
      return entrypoint.final({ value: spoken, save: checkpointer ? [...asked.history, ...turns] : [] });
    },
  );
}
