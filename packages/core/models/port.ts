import type { ModelInfo, PullProgress } from '../contract/index.ts';

export interface ChatTurn {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** Text as it comes; `thinking` is what the model says to itself; the last piece has the counts. */
export type ChatPiece =
  | { type: 'text'; text: string }
  | { type: 'thinking'; text: string }
  | { type: 'end'; promptTokens: number; completionTokens: number; ms: number };

/**
 * The model server as the core needs it. Every call takes a signal that ends it, also before the first byte, and closes
 * its connection. Failures are SutazaiErrors: MODEL_SERVER_DOWN, MODEL_SERVER_BUSY, MODEL_SERVER_ANSWER, MODEL_MISSING,
 * MODEL_NO_TOOLS, MODEL_NOT_FOR_CHAT, MODEL_TOO_LARGE, MODEL_REFUSED; while it streams also MODEL_REMOVED and
 * ANSWER_BROKEN_OFF; for pulls MODEL_PULL_*. An aborted signal is thrown as its reason.
 */
export interface ModelServer {
  /** Base URL, without a slash at the end. */
  readonly url: string;
  version(signal?: AbortSignal): Promise<string>;
  list(signal?: AbortSignal): Promise<ModelInfo[]>;
  /** One model with its capabilities and windows. */
  model(name: string, signal?: AbortSignal): Promise<ModelInfo>;
  chat(request: { model: string; messages: ChatTurn[] }, signal: AbortSignal): AsyncIterable<ChatPiece>;
  /** Ends after `success`. Aborting keeps what has arrived. */
  pull(name: string, signal: AbortSignal): AsyncIterable<PullProgress>;
  remove(name: string, signal?: AbortSignal): Promise<void>;
}
