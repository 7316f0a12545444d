export interface Machine {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  /** On Linux Chromium's sandbox refuses to run as root. */
  root: boolean;
  /** Electron's program, if it has been downloaded. */
  program: string | undefined;
  nodeMajor: number;
  /** Somebody is there to be asked. */
  terminal: boolean;
}
export type Way = { show: 'window'; program: string } | { show: 'ask-install' } | { show: 'browser'; because: string };

export function way(machine: Machine): Way;
export function machine(): Machine;
export function electronProgram(resolve?: (name: string) => string, platform?: NodeJS.Platform): string | undefined;
export function launch(parts: {
  ask(question: string): Promise<boolean>;
  serve(because: string): Promise<number>;
  argv?: string[];
  facts?: Machine;
  run?: (program: string, args: string[]) => Promise<number>;
  install?: () => Promise<boolean>;
}): Promise<number>;
