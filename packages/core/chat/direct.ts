import type { RunEvent } from '@sutazai/agent-contract/protocol';
import type { ChatTurn, ModelServer } from '../models/index.ts';

/** An answer of the model alone, told in the agents' own events: what follows knows only one kind of run. */
export async function* directRun(
  server: ModelServer,
  request: { run: string; model: string; messages: ChatTurn[] },
  signal: AbortSignal,
): AsyncGenerator<RunEvent, void> {
  let seq = 0;
  const head = () => ({ seq: seq++, at: new Date().toISOString() });
  const { run, model, messages } = request;
  yield { ...head(), type: 'start', run, agent: 'model', model };
  let thoughts = '';
  let response = '';
  for await (const piece of server.chat({ model, messages }, signal)) {
    if (piece.type === 'thinking') {
      if (thoughts === '') yield { ...head(), type: 'step', id: 'thinking', title: 'Thinking', state: 'begun' };
      thoughts += piece.text;
      continue;
    }
    if (thoughts !== '') {
      yield { ...head(), type: 'step', id: 'thinking', title: 'Thinking', state: 'done', detail: thoughts };
      thoughts = '';
    }
    if (piece.type === 'text') {
      response += piece.text;
      yield { ...head(), type: 'token', text: piece.text };
    } else {
      const { promptTokens: prompt_tokens, completionTokens: completion_tokens, ms } = piece;
      yield { ...head(), type: 'usage', prompt_tokens, completion_tokens, ms };
    }
  }
  yield { ...head(), type: 'end', status: 'done', response };
}
