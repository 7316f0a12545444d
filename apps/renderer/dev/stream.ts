/** A value now and then one each `every` milliseconds, until nobody listens. */
export async function* each<T>(
  every: number,
  make: (round: number) => T,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void> {
  for (let round = 0; !signal?.aborted; round += 1) {
    yield make(round);
    await sleep(every, signal);
  }
}

export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The same noise at every run: pictures can be compared. */
export function noise(seed: number): number {
  const x = Math.sin(seed * 12.9898) * 43758.5453;
  return x - Math.floor(x);
}
