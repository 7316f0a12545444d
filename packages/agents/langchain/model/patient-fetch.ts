import { Agent, fetch as undiciFetch } from 'undici';

/**
 * Node's own fetch gives up after five minutes without headers, or without a byte. A large model on a slow processor takes longer to
 * load, and its server sends headers only with the first word: the run's signal ends that, not a timer.
 */
const patient = new Agent({ headersTimeout: 0, bodyTimeout: 0, connectTimeout: 5_000, keepAliveTimeout: 10_000 });

export const patientFetch = ((input: string, init: RequestInit = {}) =>
  undiciFetch(input, { ...(init as object), dispatcher: patient })) as unknown as typeof fetch;
