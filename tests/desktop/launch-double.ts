import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { DesktopApp } from './app.ts';
import { desktop } from './build.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
type Given = { env: NodeJS.ProcessEnv; argv: string[]; packed?: { app: string; resources: string } | undefined };

/** The real bundles in a Node process whose `electron` is the double. */
export async function launchDouble(given: Given): Promise<DesktopApp> {
  const child = start(given, given.argv);
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => said.push(String(text)));
  const exited = ended(child);
  const main = caller(child, exited);
  let browser: Browser | undefined;
  /** Still listed until the app has put another in their place. */
  const crashed = new WeakSet<Page>();

  /** A test attaches to the browser of the double, as Playwright attaches to Electron's. */
  const attach = async (): Promise<Browser> => {
    for (;;) {
      const address = await main((electron) =>
        (electron as unknown as { debuggingAddress(): string | undefined }).debuggingAddress(),
      );
      if (address === undefined) await pause(50);
      else {
        const attached = await chromium.connectOverCDP(address);
        for (const context of attached.contexts()) {
          for (const one of context.pages()) one.on('crash', () => crashed.add(one));
          context.on('page', (one) => one.on('crash', () => crashed.add(one)));
        }
        return attached;
      }
    }
  };
  const page = async (): Promise<Page> => {
    browser ??= await attach();
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('the browser of the double has no context');
    for (;;) {
      const shown = context.pages().find((p) => !crashed.has(p) && p.url().startsWith('https://app.sutazai.test'));
      if (shown) return shown;
      await pause(50);
    }
  };
  return {
    on: 'double',
    page,
    main,
    output: () => said.join(''),
    exited,
    again: (argv) => ended(start(given, argv)),
    close: async () => {
      await browser?.close();
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await exited;
      }
    },
  };
}

function start({ env, packed }: Given, argv: string[]): ChildProcess {
  const execArgv = ['--require', here('./electron-double/register.cjs'), '--require', here('./recorder.cjs')];
  const main = join(packed?.app ?? desktop, 'dist', 'main.mjs');
  const as = packed === undefined ? env : { ...env, DOUBLE_PACKED: packed.resources };
  return fork(main, argv, { env: as, execArgv, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
}

const ended = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.on('exit', resolve));

function caller(child: ChildProcess, exited: Promise<unknown>): DesktopApp['main'] {
  let next = 1;
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  child.on('message', (message) => {
    const { id, value, error } = message as { id: number; value: never; error?: string };
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(value);
    else call?.reject(new Error(error));
  });
  void exited.then(() => {
    for (const call of waiting.values()) call.reject(new Error('the app has ended'));
  });
  return (run, argument) =>
    new Promise((resolve, reject) => {
      const id = next++;
      waiting.set(id, { resolve: resolve as (value: never) => void, reject });
      child.send({ id, source: run.toString(), argument });
    });
}
