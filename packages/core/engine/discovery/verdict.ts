import type { EngineError } from '../engine.ts';

export type Verdict =
  | 'ok'
  | 'absent'
  | 'denied'
  | 'refused'
  | 'timeout'
  | 'too-old'
  | 'windows-containers'
  | 'tls'
  | 'error';

/** Codes of the error catalogue that say why an engine cannot be used. */
export type EngineCode =
  | 'ENGINE_MISSING'
  | 'ENGINE_SOCKET_DENIED'
  | 'ENGINE_NOT_RUNNING'
  | 'ENGINE_UNREACHABLE'
  | 'ENGINE_TIMEOUT'
  | 'ENGINE_TOO_OLD'
  | 'ENGINE_WINDOWS_CONTAINERS'
  | 'ENGINE_TLS'
  | 'ENGINE_CONTEXT_BROKEN'
  | 'ENGINE_SSH_FAILED';

/** A failed connection in one word and one code; `detail` keeps the system's own words. */
export function verdictOf(
  url: string,
  error: EngineError,
  timedOut: boolean,
): { verdict: Verdict; code: EngineCode; detail: string } {
  const { syscallCode = '', status } = error.detail;
  const detail = error.message;
  if (timedOut) return { verdict: 'timeout', code: 'ENGINE_TIMEOUT', detail: 'no answer in time' };
  if (url.startsWith('ssh://') && status === undefined) return { verdict: 'error', code: 'ENGINE_SSH_FAILED', detail };
  if (status === 400 && /too old|too new|minimum supported/i.test(detail))
    return { verdict: 'too-old', code: 'ENGINE_TOO_OLD', detail };
  switch (syscallCode) {
    case 'ENOENT':
      return { verdict: 'absent', code: 'ENGINE_MISSING', detail };
    case 'EACCES':
    case 'EPERM':
      return { verdict: 'denied', code: 'ENGINE_SOCKET_DENIED', detail };
    case 'ECONNREFUSED':
      return { verdict: 'refused', code: 'ENGINE_NOT_RUNNING', detail };
    case 'ETIMEDOUT':
      return { verdict: 'timeout', code: 'ENGINE_TIMEOUT', detail };
    default:
      if (/certificate|SSL|TLS|wrong version number|plain HTTP request/i.test(`${detail} ${syscallCode}`)) {
        return { verdict: 'tls', code: 'ENGINE_TLS', detail };
      }
      return { verdict: 'error', code: 'ENGINE_UNREACHABLE', detail };
  }
}
