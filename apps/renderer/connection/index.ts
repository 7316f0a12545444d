import type { Api } from './api.ts';
import { hostApi } from './connection.ts';

/** The host, for every page. `main.tsx` puts the double of dev/ here in a demo build, before anything is drawn. */
export const door: { api: Api } = { api: hostApi };
export type { Api } from './api.ts';
export { connected, keepConnected, tryAgainNow, useConnection } from './connection.ts';
