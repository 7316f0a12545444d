import type { StackEventBody } from './events.ts';
import type { StackModel } from './model.ts';

/**
 * What an area above derives from a model and adds to `up`; the composition root (host.ts) hands them in, so that this floor
 * knows none of them. A model that does not concern an extension passes it by.
 */
export interface StackExtension {
  /** Before anything is made: files that containers mount. @throws SutazaiError, which ends the operation before a change. */
  prepare?(model: StackModel): Promise<void>;
  /** After everything asked for runs. @throws SutazaiError, which is told as a failure; what runs stays. */
  finish?(context: ExtensionContext): Promise<void>;
}

export interface ExtensionContext {
  model: StackModel;
  /** What was asked for, with all that it depends on. */
  services: ReadonlySet<string>;
  emit: (event: StackEventBody) => void;
  signal: AbortSignal;
}
