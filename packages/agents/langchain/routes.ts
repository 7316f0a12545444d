import { citation, documentLimit, indexAnswer, indexRequest, passage, processRequest } from '@sutazai/agent-contract';
import { type Runs, whole } from '@sutazai/agent-contract/server';
import type { App } from '@sutazai/service-kit';
import { z } from 'zod';
import type { Library } from './documents/library.ts';

const tags = ['documents'];
const ask = z.object({
  question: processRequest.shape.prompt,
  collections: z.array(z.string().min(1).max(200)).min(1).max(20),
  model: processRequest.shape.model,
});

/** What LangChain has beside the contract: documents, and answers from them. */
export function documentRoutes(app: App, runs: Runs, library: Library): void {
  app.post(
    '/rag/index',
    {
      bodyLimit: documentLimit + 64 * 1024,
      schema: { tags, summary: 'Take in a document', body: indexRequest, response: { 200: indexAnswer } },
    },
    async (request, reply) => {
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      return library.index(request.body, gone.signal);
    },
  );
  app.post(
    '/rag/ask',
    {
      schema: {
        ...{ tags, summary: 'Answer from documents, with citations', body: ask },
        response: { 200: z.object({ answer: z.string(), model: z.string(), citations: z.array(citation) }) },
      },
    },
    async (request, reply) => {
      const { question: prompt, collections, model } = request.body;
      const run = runs.begin({ prompt, collections, ...(model ? { model } : {}) });
      const gone = new AbortController();
      reply.raw.once('close', () => {
        gone.abort();
        run.cancel();
      });
      const { response } = await whole(run, gone.signal);
      return { answer: response, model: run.model, citations: run.citations };
    },
  );
  const params = z.object({ document: z.string().max(100), passage: z.coerce.number().int().min(0) });
  app.get(
    '/rag/documents/:document/passages/:passage',
    { schema: { tags, summary: 'A passage, as citations name it', params, response: { 200: passage } } },
    async (request) => library.passage(request.params.document, request.params.passage),
  );
  app.delete(
    '/rag/documents/:document',
    { schema: { tags, summary: 'Forget a document', params: params.pick({ document: true }) } },
    async (request, reply) => {
      await library.forget(request.params.document);
      return reply.code(204).send();
    },
  );
}
