import type { App } from '@sutazai/service-kit';
import { z } from 'zod';
import type { Guard } from '../auth/guard.ts';
import type { Graph } from '../graph/graph.ts';
import type { Models } from '../models/models.ts';
import { bearer, refusals } from './schemas.ts';

const view = z.object({
  nodes: z.array(z.object({ id: z.string(), kind: z.string(), label: z.string() })),
  edges: z.array(z.object({ from: z.string(), to: z.string(), kind: z.string() })),
});
const counts = z.record(z.string(), z.number());
const params = z.object({ id: z.string().min(1).max(200) });

export function graphRoutes(app: App, graph: Graph, guard: Guard): void {
  const common = { tags: ['graph'], security: bearer };
  const onRequest = guard.needs('graph:read');
  app.get(
    '/api/v1/graph',
    {
      onRequest,
      schema: {
        ...common,
        summary: 'How much is in the graph, by kind',
        response: { 200: z.object({ nodes: counts, edges: counts }), ...refusals },
      },
    },
    async () => graph.overview(),
  );
  app.get(
    '/api/v1/graph/sessions/:id',
    {
      onRequest,
      schema: {
        ...common,
        summary: 'A conversation: what answered what, by whom, citing what',
        params,
        response: { 200: view, ...refusals },
      },
    },
    async (request) => graph.session(request.params.id),
  );
  app.get(
    '/api/v1/graph/documents/:id',
    {
      onRequest,
      schema: { ...common, summary: 'What cites a document', params, response: { 200: view, ...refusals } },
    },
    async (request) => graph.document(request.params.id),
  );
}

const model = z.object({
  name: z.string(),
  bytes: z.number(),
  family: z.string(),
  parameters: z.string(),
  quantization: z.string(),
  modified_at: z.string(),
});
const running = z.object({ name: z.string(), bytes: z.number(), vram_bytes: z.number(), expires_at: z.string() });

export function modelRoutes(app: App, models: Models, guard: Guard): void {
  const common = { tags: ['models'], security: bearer };
  const onRequest = guard.needs('models:read');
  app.get(
    '/api/v1/models',
    {
      onRequest,
      schema: {
        ...common,
        summary: 'Models that are there, those in memory, and the defaults',
        response: {
          200: z.object({
            defaults: z.object({ chat: z.string(), embedding: z.string() }),
            models: z.array(model),
            running: z.array(running),
          }),
          ...refusals,
        },
      },
    },
    async () => ({
      defaults: { chat: models.chatModel, embedding: models.embeddingModel },
      models: await models.list(),
      running: await models.running(),
    }),
  );
  app.get(
    '/api/v1/models/:name',
    {
      onRequest,
      schema: {
        ...common,
        summary: 'What a model can, and its trained context window',
        params: z.object({ name: z.string().min(1).max(200) }),
        response: {
          200: z.object({ name: z.string(), capabilities: z.array(z.string()), context_length: z.number().nullable() }),
          ...refusals,
        },
      },
    },
    async (request) => models.show(request.params.name),
  );
}
