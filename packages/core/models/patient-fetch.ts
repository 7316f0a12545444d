import { Agent, fetch as undiciFetch } from 'undici';

/**
 * Node's own fetch gives up after five minutes without headers and after five more without a byte. A large model on a slow
 * processor takes longer to load, and its server sends headers only with the first word: a person ends that, not a timer.
 * Only the connection itself has a limit, and a server that vanished is found out by TCP keep-alive.
 */
const patient = new Agent({
  headersTimeout: 0,
  bodyTimeout: 0,
  connectTimeout: 5_000,
  keepAliveTimeout: 10_000,
  // A chat, its stop and a look at the models go over connections of their own.
  connections: 64,
});

/** fetch without time limits of its own; the caller's signal is the only one. */
export const patientFetch: typeof fetch = ((input: string, init: RequestInit = {}) => {
  // A signal of its own for each call: of one whose listeners are not limited Node 20 cannot tell how many it may have,
  // and undici asks.
  const signal = init.signal ? { signal: AbortSignal.any([init.signal]) } : {};
  return undiciFetch(input, { ...(init as object), ...signal, dispatcher: patient });
}) as unknown as typeof fetch;
