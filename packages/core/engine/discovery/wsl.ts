import { execFile } from 'node:child_process';

/** Milliseconds: `wsl.exe` may have to start the virtual machine, which discovery does not wait for. */
const limit = 1000;

/** Names of the installed WSL distros that may run an engine; empty if WSL is not there or does not answer in time. */
export function wslDistros(signal?: AbortSignal): Promise<string[]> {
  return new Promise((resolve) => {
    const options = { timeout: limit, encoding: 'buffer' as const, windowsHide: true, ...(signal ? { signal } : {}) };
    execFile('wsl.exe', ['-l', '-q'], options, (error, stdout) => resolve(error ? [] : parseDistros(stdout)));
  });
}

/** The list comes as UTF-16 in most versions and as UTF-8 with WSL_UTF8. Docker Desktop's own distros hold no engine for us. */
export function parseDistros(output: Buffer): string[] {
  const text = output.includes(0) ? output.toString('utf16le') : output.toString('utf8');
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('docker-desktop'));
}
