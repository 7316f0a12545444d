import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type ServiceProcess, startProcess } from './process.ts';

const folder = fileURLToPath(new URL('../../packages/faiss', import.meta.url));

/** The interpreter of the FAISS service's locked environment, which also has what its tests need. Made on first use. */
export function faissPython(): string {
  return execFileSync('bash', [`${folder}/run-tests.sh`, '--python'], { encoding: 'utf8' }).trim();
}

/** The FAISS service as a process of its own. */
export function startFaiss(dataDir: string, env: Record<string, string> = {}): Promise<ServiceProcess> {
  return startProcess({
    command: faissPython(),
    args: ['-m', 'sutazai_faiss'],
    env: (port) => ({ FAISS_PORT: String(port), FAISS_DATA_DIR: dataDir, PYTHONPATH: folder, ...env }),
  });
}
