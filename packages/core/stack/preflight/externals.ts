import { diagnose, SutazaiError } from '../../diagnose/index.ts';
import { reachable } from '../external/index.ts';
import type { CheckInput } from './input.ts';
import type { PreflightFinding } from './types.ts';

/** Services that run elsewhere must answer: nobody can start them from here. */
export async function checkExternals(input: CheckInput): Promise<PreflightFinding[]> {
  const all = Object.entries(input.model.external);
  const findings = await Promise.all(
    all.map(async ([service, { url }]): Promise<PreflightFinding[]> => {
      try {
        if (await reachable(url)) return [];
        return [{ check: 'external', level: 'error', diagnosis: diagnose('EXTERNAL_UNREACHABLE', { service, url }) }];
      } catch (error) {
        // One address that is none must not hide what the other checks found.
        if (!(error instanceof SutazaiError)) throw error;
        return [{ check: 'external', level: 'error', diagnosis: diagnose('EXTERNAL_ADDRESS', { service, url }) }];
      }
    }),
  );
  return findings.flat();
}
