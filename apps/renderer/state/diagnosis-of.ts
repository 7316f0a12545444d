import { ORPCError } from '@orpc/client';
import type { Diagnosis } from '@sutazai/core/contract';
import { i18n } from '../i18n.ts';

/** What went wrong with a call, as something that can be shown. */
export function diagnosisOf(error: unknown): Diagnosis {
  if (error instanceof ORPCError && error.code === 'SUTAZAI' && isDiagnosis(error.data)) return error.data;
  return {
    code: error instanceof ORPCError ? error.code : 'HOST_UNREACHABLE',
    title: i18n.t('errors.callFailed.title'),
    cause: i18n.t('errors.callFailed.cause'),
    nextSteps: [i18n.t('errors.callFailed.next')],
    ...(error instanceof Error && error.message ? { raw: error.message } : {}),
  };
}

function isDiagnosis(data: unknown): data is Diagnosis {
  return typeof data === 'object' && data !== null && 'code' in data && 'title' in data && 'nextSteps' in data;
}
