import { oc } from '@orpc/contract';
import { diagnosis } from './diagnosis.ts';

/**
 * What every procedure starts from. There is one typed error: whatever goes wrong arrives as `SUTAZAI` with a diagnosis that
 * can be shown as it is. A payload that does not fit its schema is answered with oRPC's own `BAD_REQUEST` (400) instead:
 * that is a defect of the caller and nothing for a person to mend.
 */
export const base = oc.errors({
  SUTAZAI: { status: 422, message: 'The request failed; `data` says why and what to do.', data: diagnosis },
});
