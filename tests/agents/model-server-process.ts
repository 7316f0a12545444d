import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../packages/model-server/main.ts', import.meta.url));
/** The folder with the mini model. */
export const modelsFolder = fileURLToPath(new URL('../../resources/models', import.meta.url));
export const miniModel = 'sutazai-mini';
export const embeddingModel = 'sutazai-mini-embed';

export interface ModelServerProcess {
  url: string;
  pid: number;
  /** Exit code of a stop by request. */
  stop(): Promise<number | null>;
}

/** The model server as the app starts it: a process of its own that ends when its parent does. */
export async function startModelServer(env: Record<string, string> = {}): Promise<ModelServerProcess> {
  const child = fork(main, {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, MODEL_SERVER_PORT: '0', MODEL_SERVER_MODELS: modelsFolder, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [message] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the model server ended with ${code}`);
    }),
  ])) as [{ url: string }];
  return {
    url: message.url,
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode !== null) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      return ((await ended) as [number | null])[0];
    },
  };
}
