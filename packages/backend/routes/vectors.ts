import type { App } from '@sutazai/service-kit';
import { z } from 'zod';
import type { Guard } from '../auth/guard.ts';
import type { Collections } from '../vectors/collections.ts';
import { bearer, name, nothing, refusals, text } from './schemas.ts';

const store = z.enum(['qdrant', 'chroma', 'faiss']);
const metric = z.enum(['cosine', 'dot', 'euclid']);
const model = z.string().min(1).max(200);
const collection = z.object({
  name: z.string(),
  store,
  dimension: z.number(),
  metric,
  embedding_model: z.string().nullable(),
});
const params = z.object({ name });
const pointId = text(200);
const vector = z.array(z.number()).min(1).max(8192);
const field = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/);
const payload = z
  .record(field, z.unknown())
  .default({})
  .refine(
    (p) => JSON.stringify(p).length <= 65_536 && !JSON.stringify(p).includes('\\u0000'),
    'is larger than 64 KB, or holds a zero byte',
  );
const scalar = z.union([text(1_000, 0), z.number(), z.boolean()]);
const bound = z.number().optional();
const filter = z
  .record(
    field,
    z.union([
      scalar,
      z.strictObject({ in: z.array(scalar).min(1).max(100) }),
      z.strictObject({ gt: bound, gte: bound, lt: bound, lte: bound }),
    ]),
  )
  .refine((f) => Object.keys(f).length <= 20, 'has more than 20 fields')
  .refine(
    (f) => Object.values(f).every((v) => typeof v !== 'object' || Object.values(v).some((b) => b !== undefined)),
    'has a field without a condition',
  );

export function vectorRoutes(app: App, collections: Collections, guard: Guard): void {
  const common = { tags: ['vectors'], security: bearer };
  const read = guard.needs('vectors:read');
  const write = guard.needs('vectors:write');
  app.get(
    '/api/v1/vectors/collections',
    {
      onRequest: read,
      schema: {
        ...common,
        summary: 'All collections, and the stores that are there',
        response: { 200: z.object({ stores: z.array(z.string()), collections: z.array(collection) }), ...refusals },
      },
    },
    async () => ({ stores: collections.stores, collections: await collections.list() }),
  );
  app.get(
    '/api/v1/vectors/collections/:name',
    {
      onRequest: read,
      schema: {
        ...common,
        summary: 'One collection and its number of points',
        params,
        response: { 200: collection.extend({ points: z.number() }), ...refusals },
      },
    },
    async (request) => {
      const found = await collections.get(request.params.name);
      return { ...found, points: await collections.count(found) };
    },
  );
  app.put(
    '/api/v1/vectors/collections/:name',
    {
      onRequest: write,
      schema: {
        ...common,
        summary: 'Make a collection in a store; again the same changes nothing',
        params,
        body: z.object({
          store: store.optional(),
          dimension: z.number().int().min(1).max(8192).optional(),
          metric: metric.default('cosine'),
          embedding_model: model.optional(),
        }),
        response: { 200: collection, ...refusals },
      },
    },
    async (request) => collections.create(request.params.name, request.body),
  );
  app.delete(
    '/api/v1/vectors/collections/:name',
    {
      onRequest: write,
      schema: {
        ...common,
        summary: 'Delete a collection with its points and documents',
        params,
        response: { 204: nothing, ...refusals },
      },
    },
    async (request, reply) => {
      await collections.drop(request.params.name);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/api/v1/vectors/collections/:name/points',
    {
      onRequest: write,
      bodyLimit: 32 * 1024 * 1024,
      schema: {
        ...common,
        summary: 'Add or replace points, by vector or by text',
        params,
        body: z.object({
          points: z
            .array(
              z
                .object({ id: pointId, vector: vector.optional(), text: text(100_000).optional(), payload })
                .refine(
                  (p) => (p.vector === undefined) !== (p.text === undefined),
                  'needs a vector or a text, one of them',
                ),
            )
            .min(1)
            .max(1_000),
        }),
        response: { 200: z.object({ points: z.number() }), ...refusals },
      },
    },
    async (request) => {
      await collections.upsert(await collections.get(request.params.name), request.body.points);
      return { points: request.body.points.length };
    },
  );
  app.post(
    '/api/v1/vectors/collections/:name/points/delete',
    {
      onRequest: write,
      schema: {
        ...common,
        summary: 'Remove points by id or by filter',
        params,
        body: z.union([
          z.strictObject({ ids: z.array(pointId).min(1).max(1_000) }),
          z.strictObject({ filter: filter.refine((f) => Object.keys(f).length > 0, 'is empty') }),
        ]),
        response: { 204: nothing, ...refusals },
      },
    },
    async (request, reply) => {
      await collections.remove(await collections.get(request.params.name), request.body);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/api/v1/vectors/collections/:name/query',
    {
      onRequest: read,
      schema: {
        ...common,
        summary: 'The nearest points to a vector or a text; a higher score is nearer',
        params,
        body: z
          .object({
            vector: vector.optional(),
            text: text(100_000).optional(),
            limit: z.number().int().min(1).max(1_000).default(10),
            filter: filter.optional(),
          })
          .refine((b) => (b.vector === undefined) !== (b.text === undefined), 'needs a vector or a text, one of them'),
        response: {
          200: z.object({
            hits: z.array(z.object({ id: z.string(), score: z.number(), payload: z.record(z.string(), z.unknown()) })),
          }),
          ...refusals,
        },
      },
    },
    async (request) => ({ hits: await collections.query(await collections.get(request.params.name), request.body) }),
  );
}
