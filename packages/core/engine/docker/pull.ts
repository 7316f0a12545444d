import { EngineError, type PullLine } from '../engine.ts';
import { jsonLines } from './lines.ts';
import type { Transport } from './transport.ts';

interface Message {
  id?: string;
  status?: string;
  progressDetail?: { current?: number; total?: number; units?: string };
  error?: string;
  errorDetail?: { message?: string };
}

/**
 * `repo[:tag][@digest]` as the pull call takes it. Without a tag the engine would fetch every tag there is (facts 3.5), so
 * `latest` is spelled out.
 */
export function splitReference(ref: string): { fromImage: string; tag: string } {
  const at = ref.indexOf('@');
  if (at > 0) return { fromImage: ref.slice(0, at).replace(/:[^:/]+$/, ''), tag: ref.slice(at + 1) };
  const colon = ref.lastIndexOf(':');
  if (colon > ref.lastIndexOf('/')) return { fromImage: ref.slice(0, colon), tag: ref.slice(colon + 1) };
  return { fromImage: ref, tag: 'latest' };
}

/**
 * Lines of one pull. Ends when the image is there; what goes wrong after the first line comes inside a 200 answer and is
 * thrown as EngineError (facts 3.5). Aborting really ends the download unless another client shares the layer.
 */
export async function* pullImage(
  transport: Transport,
  ref: string,
  options: { platform?: string; auth?: string; signal: AbortSignal },
): AsyncIterable<PullLine> {
  const about = { operation: 'image.pull', subject: ref };
  const answer = await transport.stream({
    method: 'POST',
    path: '/images/create',
    query: { ...splitReference(ref), platform: options.platform },
    ...(options.auth ? { headers: { 'X-Registry-Auth': options.auth } } : {}),
    signal: options.signal,
    ...about,
  });
  let finished = false;
  try {
    for await (const message of jsonLines<Message>(answer)) {
      const problem = message.errorDetail?.message ?? message.error;
      if (problem !== undefined) throw new EngineError(problem, about);
      if (/^Status: |^Digest: /.test(message.status ?? '')) finished = true;
      yield pullLine(message);
    }
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    if (error instanceof EngineError) throw error;
    throw new EngineError('the engine closed the connection during the pull', about, { cause: error });
  } finally {
    answer.destroy();
  }
  if (!finished) throw new EngineError('unexpected EOF: the pull ended before the image was complete', about);
}

const phases: [RegExp, PullLine['phase']][] = [
  [/^Pulling fs layer/, 'pulling'],
  [/^Waiting/, 'waiting'],
  [/^Downloading/, 'downloading'],
  [/^Verifying Checksum/, 'verifying'],
  [/^Download complete/, 'downloaded'],
  [/^Extracting/, 'extracting'],
  [/^Pull complete/, 'done'],
  [/^Already exists/, 'exists'],
  [/^Retrying in/, 'retrying'],
];

/** Same form for graph drivers and the containerd store; the latter counts extraction in seconds, which are no bytes. */
export function pullLine(message: Message): PullLine {
  const text = message.status ?? '';
  const phase = phases.find(([pattern]) => pattern.test(text))?.[1] ?? 'info';
  const { current, total, units } = message.progressDetail ?? {};
  const inBytes = units === undefined || units === '';
  return {
    ...(message.id && phase !== 'info' ? { layer: message.id } : {}),
    phase,
    ...(inBytes && current !== undefined ? { currentBytes: current } : {}),
    ...(inBytes && total !== undefined && total > 0 ? { totalBytes: total } : {}),
    text,
  };
}
