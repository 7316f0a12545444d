import type { AgentCard } from '../protocol/index.ts';

/** The agent that is looked at, and how its model can be made to do what a check needs. */
export interface Target {
  card: AgentCard;
  /** `http://127.0.0.1:11405` */
  url: string;
  /** Where `/health` and `/metrics` are. */
  operationsUrl: string;
  /** The agent's default model. */
  model: string;
  prompts: {
    /** Answered within seconds. */
    short: string;
    /** Makes the model speak for at least two seconds, so that it can be stopped. */
    long: string;
  };
  /** When the model server last saw a reader leave before the end of an answer, milliseconds since the epoch; undefined if never. */
  lastClose?: () => Promise<number | undefined>;
  /** What the model was last sent, oldest turn first, where that can be seen. */
  lastTurns?: () => Promise<{ role: string; content: string }[]>;
}

/** One thing that every agent does. `run` rejects with what was not so, in words. */
export interface Check {
  name: string;
  run: (target: Target) => Promise<void>;
}

export class NotSo extends Error {
  override readonly name = 'NotSo';
}

/** @throws NotSo */
export function so(condition: unknown, otherwise: string): asserts condition {
  if (!condition) throw new NotSo(otherwise);
}

export function same(is: unknown, should: unknown, what: string): void {
  const [a, b] = [JSON.stringify(is), JSON.stringify(should)];
  so(a === b, `${what}: is ${a?.slice(0, 300)}, should be ${b?.slice(0, 300)}`);
}
