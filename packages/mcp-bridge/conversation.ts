import type { ProcessRequest } from '@sutazai/agent-contract';
import { Problem } from '@sutazai/service-kit';
import type { AgentService } from './agent-service.ts';

export interface ConversationRequest {
  participants: string[];
  message: string;
  policy: 'round-robin' | 'moderator' | 'by-mention';
  /** Chooses who speaks next; with policy `moderator`. */
  moderator?: string | undefined;
  max_turns: number;
  /** Ends the conversation when somebody says it. */
  stop_phrase?: string | undefined;
  model?: string | undefined;
}

export interface Turn {
  speaker: string;
  agent: string;
  model: string;
  text: string;
  ms: number;
  error?: { code: string; message: string; next_step: string };
}

export type StopReason = 'max_turns' | 'stop_phrase' | 'no_progress' | 'all_failed' | 'cancelled';
export type ConversationEvent =
  | { event: 'turn'; data: Turn }
  | { event: 'end'; data: { stopped_by: StopReason; turns: number } };

/** Characters per token, on the safe side; and what an agent gets that does not say how much it takes. */
const perToken = 3;
const usualWindow = 4_096;

/**
 * Several agents talk about one message. Each hears as much of the shared transcript as its window takes, newest first. It
 * ends by the turn limit, the stop phrase, or when nothing new is said: small models go round in circles.
 */
export async function* converse(
  agents: AgentService,
  request: ConversationRequest,
  signal: AbortSignal,
): AsyncGenerator<ConversationEvent, void> {
  const { participants, moderator } = request;
  for (const id of [...participants, ...(moderator ? [moderator] : [])])
    agents.list().some((a) => a.id === id) || (await agents.detail(id));
  if (request.policy === 'moderator' && !moderator) {
    throw new Problem(400, 'INVALID', 'body.moderator: is missing', 'Name the agent that chooses the next speaker.', {
      details: [{ path: 'body.moderator', message: 'is missing' }],
    });
  }
  const windows = new Map<string, number>();
  for (const id of participants) windows.set(id, (await agents.capabilities(id))?.min_context || usualWindow);

  const said: Turn[] = [];
  const failed = new Set<string>();
  let stopped: StopReason = 'max_turns';
  let next = participants[0] ?? '';
  for (let turn = 0; turn < request.max_turns; turn++) {
    if (signal.aborted) {
      stopped = 'cancelled';
      break;
    }
    const spoken = await speak(
      agents,
      next,
      prompt(next, request, said, windows.get(next) ?? usualWindow),
      request.model,
      signal,
    );
    if (signal.aborted) {
      stopped = 'cancelled';
      break;
    }
    yield { event: 'turn', data: spoken };
    if (spoken.error) failed.add(next);
    else failed.delete(next);
    const repeats = !spoken.error && repeated(said, spoken);
    said.push(spoken);
    if (failed.size === participants.length) stopped = 'all_failed';
    else if (request.stop_phrase && spoken.text.includes(request.stop_phrase)) stopped = 'stop_phrase';
    else if (repeats) stopped = 'no_progress';
    else {
      next = await following(agents, request, said, spoken, signal);
      continue;
    }
    break;
  }
  yield { event: 'end', data: { stopped_by: stopped, turns: said.length } };
}

async function speak(
  agents: AgentService,
  agent: string,
  text: string,
  model: string | undefined,
  signal: AbortSignal,
): Promise<Turn> {
  const begun = performance.now();
  const ms = () => Math.round(performance.now() - begun);
  try {
    const request: ProcessRequest = { prompt: text, ...(model ? { model } : {}) };
    const answer = await agents.execute(agent, request, signal);
    return { speaker: agent, agent, model: answer.model, text: answer.response, ms: ms() };
  } catch (error) {
    const problem =
      error instanceof Problem ? error : new Problem(502, 'AGENT_FAILED', 'The agent failed.', 'Look into its log.');
    const told = { code: problem.code, message: problem.message, next_step: problem.nextStep };
    return { speaker: agent, agent, model: '', text: '', ms: ms(), error: told };
  }
}

/** What a speaker hears: the message, and the newest turns that fit into its window. */
function prompt(speaker: string, request: ConversationRequest, said: readonly Turn[], window: number): string {
  const head = `You are ${speaker}, in a conversation with ${request.participants.filter((p) => p !== speaker).join(', ') || 'nobody else'}.\n\nThe question: ${request.message}`;
  let room = window * perToken - head.length;
  const lines: string[] = [];
  for (const turn of said.filter((t) => !t.error).reverse()) {
    const line = `${turn.speaker}: ${turn.text}`;
    room -= line.length + 2;
    if (room < 0) break;
    lines.unshift(line);
  }
  return lines.length === 0 ? head : `${head}\n\nSo far:\n${lines.join('\n\n')}`;
}

/** The same words again by the same speaker: nobody will get further. */
function repeated(said: readonly Turn[], now: Turn): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/\s+/g, ' ').trim();
  return said.some((t) => t.speaker === now.speaker && !t.error && plain(t.text) === plain(now.text));
}

async function following(
  agents: AgentService,
  request: ConversationRequest,
  said: readonly Turn[],
  last: Turn,
  signal: AbortSignal,
): Promise<string> {
  const { participants } = request;
  const turn = participants[(participants.indexOf(last.speaker) + 1) % participants.length] ?? last.speaker;
  if (request.policy === 'by-mention') return mentioned(last.text, participants, last.speaker) ?? turn;
  if (request.policy !== 'moderator' || !request.moderator) return turn;
  const asked = `${prompt(request.moderator, request, said, usualWindow)}\n\nWho should speak next? Answer with one name of: ${participants.join(', ')}.`;
  const choice = await speak(agents, request.moderator, asked, request.model, signal);
  // A moderator that fails, or names nobody, leaves the turn to the next in the row.
  return (choice.error ? undefined : named(choice.text, participants)) ?? turn;
}

function mentioned(text: string, participants: readonly string[], speaker: string): string | undefined {
  const names = [...text.matchAll(/@([a-z][a-z0-9-]*)/gi)].map((m) => m[1]?.toLowerCase() ?? '');
  return names.find((n) => participants.includes(n) && n !== speaker);
}

function named(text: string, participants: readonly string[]): string | undefined {
  const places = participants.map((p) => [text.toLowerCase().lastIndexOf(p), p] as const).filter(([at]) => at >= 0);
  return places.sort((a, b) => b[0] - a[0])[0]?.[1];
}
