import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../packages/faiss', import.meta.url));

/** The FAISS service as a process of its own, with its locked environment. */
export async function startFaiss(dataDir: string): Promise<{ url: string; stop(): Promise<void> }> {
  const python = execFileSync('bash', [`${folder}/run-tests.sh`, '--python'], { encoding: 'utf8' }).trim();
  const port = await freePort();
  const env = { ...process.env, FAISS_PORT: String(port), FAISS_DATA_DIR: dataDir, PYTHONPATH: folder };
  const child: ChildProcess = spawn(python, ['-m', 'sutazai_faiss'], { env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 30_000;
  while (!(await fetch(`${url}/health`).catch(() => undefined))?.ok) {
    if (Date.now() > deadline) throw new Error('the FAISS service did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
