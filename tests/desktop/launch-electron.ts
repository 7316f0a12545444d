import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { _electron } from 'playwright-core';
import type { DesktopApp } from './app.ts';
import { desktop } from './build.ts';

const recorder = fileURLToPath(new URL('./recorder.cjs', import.meta.url));

/** The app in Electron itself, driven by Playwright. */
export async function launchElectron(
  program: string,
  { env, argv }: { env: NodeJS.ProcessEnv; argv: string[] },
): Promise<DesktopApp> {
  const variables = Object.fromEntries(Object.entries(env).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])));
  // Root has no user namespace to build the sandbox from; only then, and only in tests, is it left off.
  const switches = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [...switches, '--use-fake-device-for-media-stream', '-r', recorder, desktop];
  const electron = await _electron.launch({ executablePath: program, args: [...args, ...argv], env: variables });
  const child = electron.process();
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => said.push(String(text)));
  return {
    on: 'electron',
    page: () => electron.firstWindow(),
    main: ((run: never, argument: never) => electron.evaluate(run, argument)) as DesktopApp['main'],
    output: () => said.join(''),
    exited: new Promise((resolve) => child.on('exit', resolve)),
    again: (more) =>
      new Promise((resolve) => {
        spawn(program, [...args, ...more], { env: variables, stdio: 'ignore' }).on('exit', resolve);
      }),
    close: () => electron.close(),
  };
}
