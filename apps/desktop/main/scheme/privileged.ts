import type { CustomScheme } from 'electron';
import { scheme } from './origin.ts';

/**
 * What the scheme may do. `standard` gives it an origin, so that CSP's 'self', storage and the sender check have something to
 * hold on to; `secure` lets pages use what browsers keep for https. No `bypassCSP`, no `corsEnabled`: nothing else may read it.
 */
export const customScheme: CustomScheme = {
  scheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};
