import { linkWith } from '../../contract/index.ts';
import { failure, fromUnknown, type SutazaiError } from '../../diagnose/index.ts';
import { portOwner } from '../../stack/index.ts';
import { tokenMark } from './token.ts';

/** Why the port cannot be had: ours already, with its link, or another program's, with its name. */
export async function portFailure(error: unknown, port: number, token: string): Promise<SutazaiError> {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') {
    return fromUnknown(error);
  }
  const address = `127.0.0.1:${port}`;
  const [owner, about] = await Promise.all([
    portOwner({ port, protocol: 'tcp', hostIp: '127.0.0.1' }, process.platform),
    askAbout(address),
  ]);
  const known = { address, port, ...(owner ? { owner } : {}) };
  if (about?.name !== 'sutazai') return failure('SERVE_PORT_TAKEN', known, { cause: error });
  const link = about.mark === tokenMark(token) ? linkWith(`http://${address}`, token) : undefined;
  return failure('SERVE_RUNNING', { ...known, ...(link ? { link } : {}) }, { cause: error });
}

async function askAbout(address: string): Promise<{ name?: string; mark?: string } | undefined> {
  try {
    const answer = await fetch(`http://${address}/about`, { signal: AbortSignal.timeout(1000) });
    return (await answer.json()) as { name?: string; mark?: string };
  } catch {
    return undefined;
  }
}
