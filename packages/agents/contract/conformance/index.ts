// What every agent of the platform must do, as checks that need nothing but its address: for the tests of each agent, and for
// those who write one in another language.
import { requestChecks } from './requests.ts';
import { runChecks } from './runs.ts';
import type { Check } from './target.ts';

export { documentChecks } from './documents.ts';
export type { Check, Target } from './target.ts';

/** `documentChecks` beside it, for an agent that answers from documents. */
export const conformance: readonly Check[] = [...requestChecks, ...runChecks];
