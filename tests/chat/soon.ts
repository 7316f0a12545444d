import { expect } from 'vitest';

/** What comes by itself, on a machine that may be busy: looked at often, given up late. */
export const soon = <T>(look: () => T) => expect.poll(look, { timeout: 20_000, interval: 10 });
