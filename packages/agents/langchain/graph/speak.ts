import { AIMessageChunk, type BaseMessage, ToolMessage, type UsageMetadata } from '@langchain/core/messages';
import type { ChatOllama } from '@langchain/ollama';
import type { Telling } from '@sutazai/agent-contract/server';
import { createAgent } from 'langchain';
import type { toolsOf } from './tools.ts';

export interface Spoken {
  text: string;
  promptTokens: number;
  completionTokens: number;
  /** It was cut off by its limit of tokens. */
  cut: boolean;
}

/** Turns of a model with its tools before it has to come to an end. */
const mostTurns = 12;

/** The model says its answer; every token is told as it comes. */
export async function speak(
  model: ChatOllama,
  messages: BaseMessage[],
  signal: AbortSignal,
  tell: (what: Telling) => void,
): Promise<Spoken> {
  const spoken: Spoken = { text: '', promptTokens: 0, completionTokens: 0, cut: false };
  for await (const chunk of await model.stream(messages, { signal })) take(spoken, chunk, tell);
  signal.throwIfAborted();
  return spoken;
}

/** The same with tools: the model may ask for them before, and between, what it says. */
export async function speakWithTools(
  model: ChatOllama,
  tools: ReturnType<typeof toolsOf>,
  messages: BaseMessage[],
  signal: AbortSignal,
  tell: (what: Telling) => void,
): Promise<Spoken> {
  const spoken: Spoken = { text: '', promptTokens: 0, completionTokens: 0, cut: false };
  const agent = createAgent({ model, tools });
  const stream = await agent.stream(
    { messages },
    { streamMode: ['messages', 'updates'], signal, recursionLimit: 2 * mostTurns },
  );
  for await (const [mode, data] of stream as AsyncIterable<['messages' | 'updates', unknown]>) {
    if (mode === 'messages') {
      const [message] = data as [BaseMessage];
      if (AIMessageChunk.isInstance(message)) take(spoken, message, tell);
    } else for (const message of messagesOf(data)) tellTools(message, tell);
  }
  signal.throwIfAborted();
  return spoken;
}

function take(spoken: Spoken, chunk: AIMessageChunk, tell: (what: Telling) => void): void {
  const text = typeof chunk.content === 'string' ? chunk.content : '';
  if (text) {
    spoken.text += text;
    tell({ type: 'token', text });
  }
  const usage = chunk.usage_metadata as UsageMetadata | undefined;
  spoken.promptTokens += usage?.input_tokens ?? 0;
  spoken.completionTokens += usage?.output_tokens ?? 0;
  if (chunk.response_metadata?.done_reason === 'length') spoken.cut = true;
}

/** An update is what a node of the graph added: `{ node: { messages: […] } }`. */
function messagesOf(update: unknown): BaseMessage[] {
  return Object.values(update as Record<string, { messages?: BaseMessage[] } | undefined>).flatMap(
    (n) => n?.messages ?? [],
  );
}

function tellTools(message: BaseMessage, tell: (what: Telling) => void): void {
  if (ToolMessage.isInstance(message)) {
    const state = message.status === 'error' ? 'failed' : 'answered';
    tell({ type: 'tool', call: message.tool_call_id, name: message.name ?? '', state, result: message.content });
    return;
  }
  const { tool_calls: calls = [] } = message as { tool_calls?: { id?: string; name: string; args: unknown }[] };
  for (const c of calls) tell({ type: 'tool', call: c.id ?? c.name, name: c.name, state: 'called', arguments: c.args });
}
