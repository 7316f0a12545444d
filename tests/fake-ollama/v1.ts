import type { ServerResponse } from 'node:http';
import { answerTo, type Turn } from './answers.ts';
import type { Held, Models } from './models.ts';
import { type ChatHost, refusalOf, tokensOf } from './native.ts';
import { stream } from './stream.ts';

/** The OpenAI-compatible surface (facts 3.1): chat as JSON and as server-sent events; no way to set the window. */
export async function v1Chat(
  host: ChatHost,
  model: Held,
  body: Record<string, unknown>,
  response: ServerResponse,
): Promise<void> {
  const refusal = refusalOf(model, body);
  if (refusal) return v1Error(response, 400, refusal);
  const { context } = host.models.load(model, undefined, undefined);
  const turns = ((body.messages ?? []) as { role: string; content: unknown }[]).map(
    (t): Turn => ({ role: t.role, content: plain(t.content) }),
  );
  const answer = answerTo(turns, host.scripts, host.standard);
  const prompt_tokens = Math.min(context, tokensOf(turns));
  const usage = {
    prompt_tokens,
    completion_tokens: answer.tokens.length,
    total_tokens: prompt_tokens + answer.tokens.length,
  };
  const tool_calls = answer.toolCalls?.map((call, index) => ({
    ...{ id: `call_${index}`, index, type: 'function' },
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }));
  const finish_reason = tool_calls ? 'tool_calls' : 'stop';
  const head = (object: string) => ({
    ...{ id: 'chatcmpl-1', object, created: Math.floor(Date.now() / 1000), model: String(body.model) },
    system_fingerprint: 'fp_ollama',
  });
  if (!body.stream) {
    const message = { role: 'assistant', content: answer.tokens.join(''), ...(tool_calls ? { tool_calls } : {}) };
    const choices = [{ index: 0, message, finish_reason }];
    const value = { ...head('chat.completion'), choices, usage };
    return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  }
  const send = (value: object) => response.write(`data: ${JSON.stringify(value)}\n\n`);
  const chunk = (delta: object, reason: string | null = null) =>
    send({ ...head('chat.completion.chunk'), choices: [{ index: 0, delta, finish_reason: reason }] });
  const how = await stream(answer, response, {
    begin: () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (tool_calls) chunk({ role: 'assistant', content: '', tool_calls });
    },
    token: (text) => chunk({ role: 'assistant', content: text }),
    thought: (text) => chunk({ role: 'assistant', content: '', reasoning: text }),
    fault: (message) => {
      send({ error: errorBody(message, 'api_error') });
      response.end();
    },
    end: () => {
      chunk({ role: 'assistant', content: '' }, finish_reason);
      const wanted = (body.stream_options as { include_usage?: boolean } | undefined)?.include_usage;
      if (wanted) send({ ...head('chat.completion.chunk'), choices: [], usage });
      response.end('data: [DONE]\n\n');
    },
  });
  if (how === 'closed') host.closed('/v1/chat/completions');
}

export function v1Models(models: Models) {
  const data = models
    .tags()
    .models.map((m) => ({ id: m.name, object: 'model', created: 1767225600, owned_by: 'library' }));
  return { object: 'list', data };
}

export function v1Error(response: ServerResponse, status: number, message: string): void {
  const type = status === 404 ? 'not_found_error' : 'invalid_request_error';
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: errorBody(message, type) }));
}

function errorBody(message: string, type: string) {
  return { message, type, param: null, code: null };
}

function plain(content: unknown): string {
  if (typeof content === 'string') return content;
  const parts = Array.isArray(content) ? (content as { type?: string; text?: string }[]) : [];
  return parts.map((p) => p.text ?? '').join('');
}
