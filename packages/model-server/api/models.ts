import type { FastifyInstance } from 'fastify';
import { ModelServerError } from '../failures.ts';
import type { ShelfModel } from '../models/shelf.ts';
import type { Host } from './host.ts';
import { namedRequest } from './wire.ts';

/** The protocol that is spoken, not a program's version: clients compare it. */
const protocol = '0.32.15';

/** Which models are here, and what they are. They come by being put into the folder, and go the same way. */
export function modelRoutes(app: FastifyInstance, host: Host): void {
  app.route({
    method: ['GET', 'HEAD'],
    url: '/',
    handler: async (_request, reply) => reply.type('text/plain').send('Ollama is running'),
  });
  app.get('/health', async () => ({ status: 'ok', service: 'model-server' }));
  app.get('/api/version', async () => ({ version: protocol }));
  app.get('/api/tags', async () => ({ models: (await host.shelf.list()).map(listed) }));
  app.get('/api/ps', async () => ({
    models: host.memory.loaded().map(({ model, until }) => ({
      ...listed(model.shelf),
      expires_at: new Date(Math.min(until, 8.64e15)).toISOString(),
      size_vram: 0,
      context_length: model.window || Math.min(host.context, model.shelf.trained),
    })),
  }));
  app.post('/api/show', async (request) => {
    const model = await host.shelf.get(namedRequest.parse(request.body).model);
    const { template, info: model_info, modified } = model;
    return {
      ...{
        template,
        model_info,
        details: details(model),
        capabilities: [model.embeds ? 'embedding' : 'completion'],
        license: '',
        parameters: '',
      },
      ...{ modelfile: `FROM ${model.name}`, modified_at: modified.toISOString() },
    };
  });
  app.post('/api/pull', async (request, reply) => {
    const { model, stream } = namedRequest.parse(request.body);
    const found = await host.shelf.get(model).catch(() => undefined);
    const failed = {
      error: `pull model manifest: this model server loads nothing from a network. Put ${model.split(':')[0]}.gguf into its folder.`,
    };
    if (!found && !stream) return reply.code(500).send(failed);
    const layer = found && { digest: `sha256:${found.digest}`, total: found.bytes, completed: found.bytes };
    const told = found
      ? [
          { status: 'pulling manifest' },
          { status: `pulling ${found.digest.slice(0, 12)}`, ...layer },
          { status: 'success' },
        ]
      : [{ status: 'pulling manifest' }, failed];
    if (!stream) return told.at(-1);
    return reply.type('application/x-ndjson').send(`${told.map((l) => JSON.stringify(l)).join('\n')}\n`);
  });
  for (const [method, url] of [
    ['POST', '/api/create'],
    ['POST', '/api/copy'],
    ['DELETE', '/api/delete'],
    ['POST', '/api/push'],
  ] as const)
    app.route({
      ...{ method, url },
      handler: async () => {
        throw new ModelServerError(501, `this model server only reads its folder: ${url} is Ollama's`);
      },
    });
}

function details({ family, size, quantization }: ShelfModel) {
  const families = [family];
  return { parent_model: '', format: 'gguf', family, families, parameter_size: size, quantization_level: quantization };
}

function listed(model: ShelfModel) {
  const { name, bytes: size, digest, modified } = model;
  return { name, model: name, modified_at: modified.toISOString(), size, digest, details: details(model) };
}
