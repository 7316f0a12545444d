// Data written into each server before something happens to it, and read back afterwards.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack } from '@sutazai/core/stack';
import { dockerCli } from '../lab/lab.ts';
import type { TestStack } from './test-stack.ts';

export interface Witness {
  /** What is looked after, in words. */
  what: string;
  service: string;
  write(): Promise<void>;
  /** What is found now; equal to `expected` if nothing was lost. */
  read(): Promise<unknown>;
  expected: unknown;
}

/** One for each server of this stack that keeps data. */
export function witnesses(test: TestStack, stack: Stack, mark: string): Witness[] {
  const secret = (file: string) => readFileSync(join(test.stateDir, 'secrets', file), 'utf8').trim();
  const at = (service: string, target: number) => `http://127.0.0.1:${test.port(stack, service, target)}`;
  const within = async (service: string, script: string): Promise<string> => {
    const result = await dockerCli(test.engine, ['exec', `${test.name}-${service}-1`, 'sh', '-c', script]);
    if (result.code !== 0) throw new Error(`${service}: ${result.stderr}`);
    return result.stdout.trim();
  };
  const psql = (sql: string) =>
    within(
      'postgres',
      `PGPASSWORD=$(cat /run/secrets/postgres_password) psql -h 127.0.0.1 -U postgres -d sutazai -Atc "${sql}"`,
    );
  const redis = (command: string) =>
    within('redis', `REDISCLI_AUTH=$(cat /run/secrets/redis_password) redis-cli --user sutazai ${command}`);
  const rabbit = async (method: string, path: string, body?: object) => {
    const [, user = '', password = ''] =
      /default_user = (\S+)\ndefault_pass = (\S+)/.exec(secret('rabbitmq.conf')) ?? [];
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    return json(`${at('rabbitmq', 15672)}/api${path}`, method, body, { authorization });
  };
  const chroma = '/api/v2/tenants/default_tenant/databases/default_database/collections';
  const qdrantKey = { 'api-key': test.leftOut.includes('qdrant') ? '' : secret('qdrant_api_key') };
  const faissKey = { authorization: `Bearer ${test.leftOut.includes('faiss') ? '' : secret('faiss_api_key')}` };
  const neo4j = (statement: string) => {
    const login = `Basic ${Buffer.from(secret('neo4j_auth').replace('/', ':')).toString('base64')}`;
    return json(
      `${at('neo4j', 7474)}/db/neo4j/tx/commit`,
      'POST',
      { statements: [{ statement }] },
      { authorization: login },
    );
  };
  const all: Witness[] = [
    {
      what: 'rows',
      service: 'postgres',
      write: async () =>
        void (await psql(`CREATE TABLE IF NOT EXISTS witness (mark text); INSERT INTO witness VALUES ('${mark}')`)),
      read: () => psql('SELECT mark FROM witness'),
      expected: mark,
    },
    {
      what: 'keys',
      service: 'redis',
      write: async () => void (await redis(`SET witness ${mark}`)),
      read: () => redis('GET witness'),
      expected: mark,
    },
    {
      what: 'queued messages',
      service: 'rabbitmq',
      write: async () => {
        await rabbit('PUT', '/queues/%2F/witness', { durable: true });
        await rabbit('POST', '/exchanges/%2F/amq.default/publish', {
          routing_key: 'witness',
          payload: mark,
          payload_encoding: 'string',
          properties: { delivery_mode: 2 },
        });
      },
      read: async () => {
        const got = (await rabbit('POST', '/queues/%2F/witness/get', {
          count: 10,
          ackmode: 'ack_requeue_true',
          encoding: 'auto',
        })) as { payload: string }[];
        return got.map((m) => m.payload);
      },
      expected: [mark],
    },
    {
      what: 'vectors',
      service: 'chroma',
      write: async () => {
        const base = at('chroma', 8000) + chroma;
        const { id } = (await json(base, 'POST', { name: 'witness', get_or_create: true })) as { id: string };
        await json(`${base}/${id}/upsert`, 'POST', {
          ids: ['a', 'b'],
          embeddings: [
            [1, 0],
            [0, 1],
          ],
          documents: ['other', mark],
        });
      },
      read: async () => {
        const base = at('chroma', 8000) + chroma;
        const { id } = (await json(`${base}/witness`)) as { id: string };
        const found = (await json(`${base}/${id}/query`, 'POST', { query_embeddings: [[0, 1]], n_results: 1 })) as {
          documents: string[][];
        };
        return found.documents[0];
      },
      expected: [mark],
    },
    {
      what: 'vectors',
      service: 'qdrant',
      write: async () => {
        const base = `${at('qdrant', 6333)}/collections/witness`;
        await json(base, 'PUT', { vectors: { size: 2, distance: 'Cosine' } }, qdrantKey);
        const points = [{ id: 1, vector: [1, 0], payload: { mark } }];
        await json(`${base}/points?wait=true`, 'PUT', { points }, qdrantKey);
      },
      read: async () => {
        const found = (await json(
          `${at('qdrant', 6333)}/collections/witness/points/1`,
          'GET',
          undefined,
          qdrantKey,
        )) as { result: { payload: unknown } };
        return found.result.payload;
      },
      expected: { mark },
    },
    {
      what: 'vectors',
      service: 'faiss',
      write: async () => {
        const base = `${at('faiss', 10103)}/collections/witness`;
        await json(base, 'PUT', { dimension: 2 }, faissKey);
        const points = [{ id: 'one', vector: [1, 0], payload: { mark } }];
        await json(`${base}/points`, 'POST', { points }, faissKey);
      },
      read: async () => {
        const base = `${at('faiss', 10103)}/collections/witness`;
        const found = (await json(`${base}/points/get`, 'POST', { ids: ['one'] }, faissKey)) as {
          points: { payload: unknown }[];
        };
        return found.points.map((p) => p.payload);
      },
      expected: [{ mark }],
    },
    {
      what: 'graph nodes',
      service: 'neo4j',
      write: async () => void (await neo4j(`CREATE (:Witness {mark: '${mark}'})-[:SEEN]->(:Witness {mark: 'other'})`)),
      read: async () => {
        const { results } = (await neo4j('MATCH (w:Witness)-[:SEEN]->() RETURN w.mark')) as {
          results: { data: { row: string[] }[] }[];
        };
        return results[0]?.data.map((d) => d.row[0]);
      },
      expected: [mark],
    },
    {
      what: 'registry keys',
      service: 'consul',
      write: async () =>
        void (await json(`${at('consul', 8500)}/v1/kv/witness`, 'PUT', mark, {
          'x-consul-token': secret('consul_token'),
        })),
      read: async () => {
        const headers = { 'x-consul-token': secret('consul_token') };
        const found = (await json(`${at('consul', 8500)}/v1/kv/witness`, 'GET', undefined, headers)) as {
          Value: string;
        }[];
        return JSON.parse(Buffer.from(found[0]?.Value ?? '', 'base64').toString());
      },
      expected: mark,
    },
  ];
  return all.filter((w) => !test.leftOut.includes(w.service));
}

async function json(
  url: string,
  method = 'GET',
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname}: ${answer.status} ${text.slice(0, 300)}`);
  return text === '' ? undefined : JSON.parse(text);
}
