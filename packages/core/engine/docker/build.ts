import type { BuildLine, BuildOptions } from '../engine.ts';
import { EngineError } from '../engine.ts';
import { buildContext } from './build-context.ts';
import { decodeTrace } from './build-trace.ts';
import { jsonLines } from './lines.ts';
import type { Transport } from './transport.ts';

interface Message {
  stream?: string;
  status?: string;
  id?: string;
  aux?: unknown;
  error?: string;
  errorDetail?: { message?: string };
}

/**
 * Builds an image; lines come as the engine works. BuildKit (`version=2`) where the engine has it, else the classic
 * builder. Without a client session: build secrets, ssh and registry log-ins of BuildKit are not available (facts 3.6).
 */
export async function* buildImage(
  transport: Transport,
  options: BuildOptions,
  buildKit: boolean,
): AsyncIterable<BuildLine> {
  const about = { operation: 'image.build', subject: options.tags[0] ?? options.context };
  const context = buildContext({
    context: options.context,
    ...(options.dockerfile ? { dockerfile: options.dockerfile } : {}),
    ...(options.dockerfileInline ? { inline: options.dockerfileInline } : {}),
  });
  const query = {
    version: buildKit ? 2 : 1,
    dockerfile: context.dockerfile,
    target: options.target,
    networkmode: options.network,
    platform: options.platform,
    nocache: options.noCache ? 1 : undefined,
    pull: options.pull ? 1 : undefined,
    extrahosts: options.extraHosts?.join(','),
    shmsize: options.shmSizeBytes,
    rm: 1,
    forcerm: 1,
    buildargs: options.args ? JSON.stringify(options.args) : undefined,
    labels: options.labels ? JSON.stringify(options.labels) : undefined,
    cachefrom: options.cacheFrom ? JSON.stringify(options.cacheFrom) : undefined,
    // The query has one `t`; further names are tagged afterwards.
    t: options.tags[0],
  };
  const answer = await transport.stream({
    method: 'POST',
    path: '/build',
    query,
    file: context.tar,
    signal: options.signal,
    ...about,
  });
  let imageId: string | undefined;
  try {
    for await (const message of jsonLines<Message>(answer)) {
      const problem = message.errorDetail?.message ?? message.error;
      if (problem !== undefined) throw new EngineError(problem, about);
      if (message.id === 'moby.image.id') imageId = (message.aux as { ID?: string } | undefined)?.ID;
      else if (message.id === 'moby.buildkit.trace') {
        for (const text of decodeTrace(String(message.aux))) yield { text };
      } else if ((message.aux as { ID?: string } | undefined)?.ID) imageId = (message.aux as { ID: string }).ID;
      for (const text of (message.stream ?? message.status ?? '').split('\n')) if (text.trim() !== '') yield { text };
    }
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    throw error instanceof EngineError
      ? error
      : new EngineError('the engine closed the connection during the build', about, { cause: error });
  } finally {
    answer.destroy();
  }
  if (imageId === undefined) throw new EngineError('the build ended without an image', about);
  for (const tag of options.tags.slice(1)) await addTag(transport, imageId, tag);
  yield { text: `Built ${options.tags[0] ?? imageId}`, imageId };
}

async function addTag(transport: Transport, imageId: string, name: string): Promise<void> {
  const colon = name.lastIndexOf(':');
  const split = colon > name.lastIndexOf('/');
  await transport.call({
    method: 'POST',
    path: `/images/${encodeURIComponent(imageId)}/tag`,
    query: { repo: split ? name.slice(0, colon) : name, tag: split ? name.slice(colon + 1) : 'latest' },
    operation: 'image.tag',
    subject: name,
  });
}
