import { type ClientLink, createORPCClient } from '@orpc/client';
import { create } from 'zustand';
import type { Api } from './api.ts';
import { backoff } from './backoff.ts';
import { hasNewToken } from './token.ts';
import { type Closed, openTransport, type Transport } from './transport.ts';

interface ConnectionState {
  /** `refused`: the token of the link is not valid; only a new link helps. */
  state: 'connecting' | 'open' | 'lost' | 'refused';
  /** Tries since the connection was lost. */
  attempt: number;
  /** Milliseconds since the epoch at which it was lost. */
  lostAt: number | null;
}

export const useConnection = create<ConnectionState>(() => ({ state: 'connecting', attempt: 0, lostAt: null }));

let current: Transport | null = null;
let waiting: (() => void)[] = [];
let retryNow: (() => void) | null = null;

/** Keeps a way to the host open for as long as the page lives. */
export async function keepConnected(): Promise<never> {
  window.addEventListener('hashchange', () => {
    if (hasNewToken()) retryNow?.();
  });
  for (let attempt = 1; ; attempt += 1) {
    const how = await oneConnection(() => {
      attempt = 0;
    });
    current = null;
    useConnection.setState((s) => ({ state: how, attempt, lostAt: s.lostAt ?? Date.now() }));
    await new Promise<void>((resolve) => {
      retryNow = resolve;
      if (how === 'lost') setTimeout(resolve, backoff(attempt));
    });
  }
}

/** From opening to its end, however it ended. */
async function oneConnection(onOpen: () => void): Promise<Closed> {
  try {
    const transport = await openTransport();
    current = transport;
    // The host shuts a socket with a wrong token right after opening it: only what lives is called open.
    const early = await Promise.race([transport.closed, new Promise<null>((r) => setTimeout(() => r(null), 30))]);
    if (early) return early;
    onOpen();
    useConnection.setState({ state: 'open', attempt: 0, lostAt: null });
    for (const go of waiting.splice(0)) go();
    return await transport.closed;
  } catch (error) {
    return error instanceof Error && error.cause === 'refused' ? 'refused' : 'lost';
  }
}

/** The person does not want to wait for the next try. */
export function tryAgainNow(): void {
  retryNow?.();
}

/** Settles once there is a way to the host. */
export function connected(signal?: AbortSignal): Promise<void> {
  if (useConnection.getState().state === 'open') return Promise.resolve();
  return new Promise((resolve, reject) => {
    waiting.push(resolve);
    signal?.addEventListener('abort', () => {
      waiting = waiting.filter((w) => w !== resolve);
      reject(signal.reason);
    });
  });
}

/** Sends each call over whatever way is open at that moment; one that comes while there is none waits for it. */
const link: ClientLink<Record<never, never>> = {
  async call(path, input, options) {
    await connected(options.signal);
    if (!current) throw new Error('The host went away.');
    return current.link.call(path, input, options);
  },
};

export const hostApi: Api = createORPCClient(link);
