const names: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  15: 'SIGTERM',
  31: 'SIGSYS',
};

/** The signal an exit code stands for: 128 + its number. */
export function signalOf(exitCode: number | undefined): string | undefined {
  return exitCode === undefined ? undefined : names[exitCode - 128];
}
