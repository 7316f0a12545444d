import type { BuildLine, BuildOptions } from '../engine.ts';
import { EngineError } from '../engine.ts';
import { allRegistryAuth } from './auth.ts';
import { buildContext } from './build-context.ts';
import { decodeTrace } from './build-trace.ts';
import { jsonLines } from './lines.ts';
import { openSession } from './session/session.ts';
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
 * builder. Secrets and ssh agents reach BuildKit over a session that lives as long as the build, and so do registry log-ins;
 * the classic builder takes log-ins in a header.
 */
export async function* buildImage(
  transport: Transport,
  options: BuildOptions,
  { buildKit, configDir }: { buildKit: boolean; configDir?: string | undefined },
): AsyncIterable<BuildLine> {
  const about = { operation: 'image.build', subject: options.tags[0] ?? options.context };
  const remote = /^(https?|git|ssh):\/\/|^git@|^github\.com\//.test(options.context);
  const context = remote
    ? { dockerfile: options.dockerfile ?? 'Dockerfile' }
    : buildContext({
        context: options.context,
        ...(options.dockerfile ? { dockerfile: options.dockerfile } : {}),
        ...(options.dockerfileInline ? { inline: options.dockerfileInline } : {}),
      });
  const session = await sessionFor(transport, options, { buildKit, configDir }, about);
  const logins = buildKit || !configDir ? undefined : await allRegistryAuth(configDir);
  const query = {
    version: buildKit ? 2 : 1,
    session: session?.id,
    remote: remote ? options.context : undefined,
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
  const answer = await transport
    .stream({
      method: 'POST',
      path: '/build',
      query,
      ...('tar' in context ? { file: context.tar } : {}),
      ...(logins ? { headers: { 'X-Registry-Config': logins } } : {}),
      signal: options.signal,
      ...about,
    })
    .catch((error: unknown) => {
      session?.close();
      throw error;
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
    session?.close();
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

/**
 * BuildKit's session. Registries are asked through it even where nobody has logged in. An engine that has none builds
 * without, unless the files ask for what only a session carries.
 */
async function sessionFor(
  transport: Transport,
  { secrets = [], ssh = [], signal }: BuildOptions,
  { buildKit, configDir }: { buildKit: boolean; configDir?: string | undefined },
  about: { operation: string; subject: string },
) {
  const needed = secrets.length > 0 || ssh.length > 0;
  if (!buildKit) {
    if (!needed) return undefined;
    throw new EngineError('build secrets and ssh need BuildKit, which this engine does not offer', about);
  }
  return openSession(transport, { secrets, ssh, configDir }, { ...about, signal }).catch((error: unknown) => {
    if (needed || signal.aborted) throw error;
    return undefined;
  });
}
