import multipart, { type MultipartFile } from '@fastify/multipart';
import { type App, notFound, Problem } from '@sutazai/service-kit';
import { z } from 'zod';
import type { Guard } from '../auth/guard.ts';
import type { Documents } from '../documents/documents.ts';
import { bearer, name, nothing, refusals, text, time, id as uuid } from './schemas.ts';

const failure = z.object({ code: z.string(), message: z.string(), next_step: z.string() });
const document = z.object({
  id: uuid,
  collection: z.string(),
  name: z.string(),
  mime: z.string(),
  bytes: z.number(),
  pages: z.number().nullable(),
  state: z.enum(['indexing', 'ready', 'failed']),
  error: failure.nullable(),
  chunks: z.number(),
  indexed: z.number(),
  created_at: time,
});
export const citation = z.object({
  document: z.string(),
  name: z.string(),
  chunk: z.string(),
  page: z.number().nullable(),
  begins: z.number(),
  ends: z.number(),
  text: z.string(),
  score: z.number(),
});
const params = z.object({ id: z.string().max(200) });

export async function documentRoutes(app: App, documents: Documents, guard: Guard, limitMb: number): Promise<void> {
  const fileSize = limitMb * 1024 * 1024;
  await app.register(multipart, {
    limits: { fileSize, files: 1, fields: 5, fieldSize: 1_000, parts: 6, headerPairs: 100 },
  });
  const common = { tags: ['documents'], security: bearer };
  const read = guard.needs('documents:read');
  const write = guard.needs('documents:write');
  const known = (value: string) => {
    if (!uuid.safeParse(value).success) throw notFound('document', value, [], 'DOCUMENT_UNKNOWN');
    return value;
  };
  app.post(
    '/api/v1/documents',
    {
      onRequest: write,
      bodyLimit: fileSize + 64 * 1024,
      schema: {
        ...common,
        summary: `Upload a document (multipart field \`file\`, at most ${limitMb} MB); indexed in the background`,
        consumes: ['multipart/form-data'],
        querystring: z.object({ collection: name.optional() }),
        response: { 202: document, ...refusals, 422: refusals[400] },
      },
    },
    async (request, reply) => {
      if (!request.isMultipart()) {
        throw new Problem(
          415,
          'MEDIA_TYPE',
          'A document comes as multipart/form-data.',
          'Send the file in the field `file`.',
        );
      }
      const file = await request.file().catch(refused);
      if (!file) {
        throw new Problem(400, 'INVALID', 'body.file: is missing', 'Send the file in the field `file`.', {
          details: [{ path: 'body.file', message: 'is missing' }],
        });
      }
      const bytes = await contentOf(file, limitMb);
      const made = await documents.add({ name: plainName(file.filename), bytes }, request.query.collection);
      return reply.code(202).header('location', `/api/v1/documents/${made.id}`).send(made);
    },
  );
  app.get(
    '/api/v1/documents',
    {
      onRequest: read,
      schema: {
        ...common,
        summary: 'Documents, newest first',
        querystring: z.object({
          collection: name.optional(),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
        response: { 200: z.object({ documents: z.array(document) }), ...refusals },
      },
    },
    async (request) => ({ documents: await documents.list(request.query.collection, request.query.limit) }),
  );
  app.get(
    '/api/v1/documents/:id',
    {
      onRequest: read,
      schema: {
        ...common,
        summary: 'One document and how far it is indexed',
        params,
        response: { 200: document, ...refusals },
      },
    },
    async (request) => documents.get(known(request.params.id)),
  );
  app.delete(
    '/api/v1/documents/:id',
    {
      onRequest: write,
      schema: {
        ...common,
        summary: 'Delete a document and its vectors',
        params,
        response: { 204: nothing, ...refusals },
      },
    },
    async (request, reply) => {
      await documents.remove(known(request.params.id));
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/api/v1/documents/search',
    {
      onRequest: read,
      schema: {
        ...common,
        summary: 'Passages nearest to a question, with their place',
        body: z.object({
          query: text(10_000),
          collection: name.default('documents'),
          limit: z.number().int().min(1).max(50).default(5),
        }),
        response: { 200: z.object({ citations: z.array(citation) }), ...refusals },
      },
    },
    async (request) => {
      const { query, collection, limit } = request.body;
      return { citations: await documents.search(query, collection, limit) };
    },
  );
}

async function contentOf(file: MultipartFile, limitMb: number): Promise<Buffer> {
  const tooLarge = () =>
    new Problem(413, 'BODY_TOO_LARGE', `The file is over the limit of ${limitMb} MB.`, 'Send it in parts.');
  const bytes = await file.toBuffer().catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'FST_REQ_FILE_TOO_LARGE') return refused(error);
    throw tooLarge();
  });
  // The reader itself looks only between two pieces: a cut that falls behind the last one it does not tell.
  if (file.file.truncated) throw tooLarge();
  if (bytes.length === 0) throw new Problem(422, 'NO_TEXT', 'The file is empty.', 'Send a file that holds text.');
  return bytes;
}

/** What the multipart reader does not take is the sender's fault. */
function refused(error: unknown): never {
  if (error instanceof Problem) throw error;
  const message = error instanceof Error ? error.message : 'is no multipart form';
  throw new Problem(400, 'INVALID', `body: ${message}`, 'Send multipart/form-data with one file in the field `file`.', {
    details: [{ path: 'body', message }],
  });
}

/** Only the last part of a path, without control characters: a name to show, never a place to write to. */
function plainName(given: string): string {
  const last = given.split(/[\\/]/).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return last.replace(/[\u0000-\u001f\u007f]/g, '').slice(-200) || 'document';
}
