import type { Memory } from '../models/memory.ts';
import type { Shelf } from '../models/shelf.ts';

/** What the routes stand on. */
export interface Host {
  shelf: Shelf;
  memory: Memory;
  /** Tokens of window where a request asks for none. */
  context: number;
  /** Milliseconds that a model stays after its last request. */
  stay: number;
}
