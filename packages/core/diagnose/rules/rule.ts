import type { Params } from '../../template.ts';
import type { Code } from '../catalogue/index.ts';

/** One way to recognise a code. All conditions given must hold; named groups of `text` become parameters. */
export interface Rule {
  code: Code;
  /** Tried in this order: the wording that tells most stands first. */
  text?: RegExp | readonly RegExp[];
  /** Tested against the operation, e.g. `image.pull`. */
  operation?: RegExp;
  status?: readonly number[];
  /** System error codes of the connection to the engine itself. */
  syscall?: readonly string[];
  params?: Params;
}
