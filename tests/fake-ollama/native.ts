import type { ServerResponse } from 'node:http';
import { type Answer, answerTo, type Script, type Turn } from './answers.ts';
import type { Held, Models } from './models.ts';
import { stream } from './stream.ts';

export interface ChatHost {
  models: Models;
  scripts: Script[];
  standard: Partial<Answer>;
  /** Called with what was left when a stream ended early. */
  closed(path: string): void;
}

const started = 1_000_000;

/** `/api/chat` and `/api/generate`: NDJSON, or one document with `stream: false`. */
export async function native(
  host: ChatHost,
  path: '/api/chat' | '/api/generate',
  model: Held,
  body: Record<string, unknown>,
  response: ServerResponse,
): Promise<void> {
  const json = (status: number, value: unknown) =>
    void response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(value));
  const turns: Turn[] =
    path === '/api/chat'
      ? ((body.messages ?? []) as Turn[])
      : body.prompt
        ? [{ role: 'user', content: String(body.prompt) }]
        : [];
  const refusal = refusalOf(model, body);
  if (refusal) return json(400, { error: refusal });
  const { context } = host.models.load(
    model,
    (body.options as { num_ctx?: unknown } | undefined)?.num_ctx,
    body.keep_alive,
  );
  const head = () => ({ model: String(body.model), created_at: new Date().toISOString() });
  const piece = (text: string, more: object = {}) =>
    path === '/api/chat' ? { message: { role: 'assistant', content: text, ...more } } : { response: text, ...more };
  if (turns.length === 0) {
    return json(200, { ...head(), ...piece(''), done: true, done_reason: body.keep_alive === 0 ? 'unload' : 'load' });
  }
  const answer = answerTo(turns, host.scripts, host.standard);
  const end = () => ({
    ...{ done: true, done_reason: 'stop', total_duration: started + answer.tokens.length, load_duration: 1000 },
    // What does not fit is cut off without a word: the count never exceeds the window.
    ...{ prompt_eval_count: Math.min(context, tokensOf(turns)), prompt_eval_duration: 1000 },
    ...{ eval_count: answer.tokens.length, eval_duration: started },
  });
  const calls = answer.toolCalls?.map((call, index) => ({
    id: `call_${index}`,
    function: { index, name: call.name, arguments: call.arguments },
  }));
  if (body.stream === false) {
    const content = answer.tokens.join('');
    return json(200, { ...head(), ...piece(content, calls ? { tool_calls: calls } : {}), ...end() });
  }
  const line = (value: object) => response.write(`${JSON.stringify({ ...head(), ...value })}\n`);
  const how = await stream(answer, response, {
    begin: () => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      if (calls) line({ ...piece('', { tool_calls: calls }), done: false });
    },
    token: (text) => line({ ...piece(text), done: false }),
    thought: (text) => line({ ...piece('', { thinking: text }), done: false }),
    fault: (message) => response.end(`${JSON.stringify({ error: message })}\n`),
    end: () => {
      line({ ...piece(''), ...end() });
      response.end();
    },
  });
  if (how === 'closed') host.closed(path);
}

/** 400 with Ollama's words for what the model cannot. */
export function refusalOf(model: Held, body: Record<string, unknown>): string | undefined {
  const lacks = (capability: string) => !model.capabilities.includes(capability);
  if (lacks('completion')) return `"${model.name}" does not support chat`;
  if (Array.isArray(body.tools) && body.tools.length > 0 && lacks('tools')) {
    return `registry.ollama.ai/library/${model.name} does not support tools`;
  }
  if (body.think && lacks('thinking')) return `"${model.name}" does not support thinking`;
  return undefined;
}

/** Four characters make a token: near enough for a count that nobody reads as exact. */
export function tokensOf(turns: readonly Turn[]): number {
  return turns.reduce((n, t) => n + Math.ceil(String(t.content ?? '').length / 4) + 4, 0);
}
