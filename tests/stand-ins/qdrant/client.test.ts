// Every operation that the product uses, by Qdrant's own client.
import type { QdrantClient } from '@qdrant/js-client-rest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { labAvailable } from '../../lab/lab.ts';
import { QdrantServer } from './server.ts';

const uuid = '8f1c3c6e-5d3b-4f0a-9a55-0f6a3c1d2e4f';
const ids = (points: { id: string | number }[]): (string | number)[] => points.map((p) => p.id);

describe.skipIf(!labAvailable().ok)('Qdrant’s client with the stand-in', () => {
  let server: QdrantServer;
  let client: QdrantClient;
  beforeAll(async () => {
    server = new QdrantServer();
    await server.start();
    client = server.client();
  });
  afterAll(() => server?.remove());

  beforeEach(async () => {
    await client.deleteCollection('notes');
    await client.createCollection('notes', { vectors: { size: 3, distance: 'Cosine' } });
    await client.upsert('notes', {
      wait: true,
      points: [
        { id: 1, vector: [1, 0, 0], payload: { town: 'Rome', size: 3, tags: ['a', 'b'], open: true } },
        { id: 2, vector: [0.8, 0.6, 0], payload: { town: 'Oslo', size: 7, tags: ['b'], open: false } },
        { id: 3, vector: [0, 1, 0], payload: { town: 'Lima', size: 9.5, at: '2026-01-02T03:04:05Z' } },
        { id: uuid, vector: [0, 0, 1] },
      ],
    });
  });

  it('collections: created once, listed, described, deleted', async () => {
    expect(await client.collectionExists('notes')).toEqual({ exists: true });
    expect((await client.getCollections()).collections).toEqual([{ name: 'notes' }]);
    const info = await client.getCollection('notes');
    expect(info).toMatchObject({ status: 'green', points_count: 4, segments_count: expect.any(Number) });
    expect(info.config.params.vectors).toEqual({ size: 3, distance: 'Cosine' });
    const again = client.createCollection('notes', { vectors: { size: 3, distance: 'Cosine' } });
    await expect(again).rejects.toMatchObject({ status: 409 });
    expect(await client.deleteCollection('notes')).toBe(true);
    expect(await client.deleteCollection('notes')).toBe(false);
    expect(await client.collectionExists('notes')).toEqual({ exists: false });
    await expect(client.getCollection('notes')).rejects.toMatchObject({
      status: 404,
      data: { status: { error: "Not found: Collection `notes` doesn't exist!" } },
    });
  });

  it('points: read by id, replaced, deleted by id and by filter', async () => {
    const [one] = await client.retrieve('notes', { ids: [uuid], with_vector: true });
    expect(one).toEqual({ id: uuid, payload: {}, vector: [0, 0, 1] });
    await client.upsert('notes', { wait: true, points: [{ id: 1, vector: [0, 0, 2], payload: { town: 'Kyiv' } }] });
    expect(await client.retrieve('notes', { ids: [1, 77], with_vector: true })).toEqual([
      { id: 1, payload: { town: 'Kyiv' }, vector: [0, 0, 1] },
    ]);
    expect((await client.delete('notes', { wait: true, points: [1] })).status).toBe('completed');
    await client.delete('notes', { wait: true, filter: { must: [{ key: 'size', range: { gte: 9 } }] } });
    expect(ids((await client.scroll('notes')).points)).toEqual([2, uuid]);
    expect((await client.count('notes')).count).toBe(2);
  });

  it('scroll: by pages, to the end', async () => {
    const first = await client.scroll('notes', { limit: 3, with_payload: false });
    expect(ids(first.points)).toEqual([1, 2, 3]);
    expect(first.points[0]).toEqual({ id: 1 });
    const second = await client.scroll('notes', { limit: 3, offset: first.next_page_offset ?? null });
    expect([ids(second.points), second.next_page_offset]).toEqual([[uuid], null]);
  });

  it.each([
    ['must', { must: [{ key: 'town', match: { value: 'Rome' } }] }, [1]],
    [
      'must, two',
      {
        must: [
          { key: 'tags', match: { value: 'b' } },
          { key: 'size', range: { gt: 3 } },
        ],
      },
      [2],
    ],
    [
      'should',
      {
        should: [
          { key: 'town', match: { value: 'Rome' } },
          { key: 'size', range: { lt: 8 } },
        ],
      },
      [1, 2],
    ],
    ['must_not', { must_not: [{ key: 'town', match: { value: 'Rome' } }] }, [2, 3, uuid]],
    ['true', { must: [{ key: 'open', match: { value: true } }] }, [1]],
    ['false', { must: [{ key: 'open', match: { value: false } }] }, [2]],
    ['must_not true', { must_not: [{ key: 'open', match: { value: true } }] }, [2, 3, uuid]],
    ['any', { must: [{ key: 'town', match: { any: ['Oslo', 'Lima'] } }] }, [2, 3]],
    ['except', { must: [{ key: 'town', match: { except: ['Oslo', 'Lima'] } }] }, [1]],
    ['range both ends', { must: { key: 'size', range: { gte: 7, lte: 9.5 } } }, [2, 3]],
    ['range of time', { must: [{ key: 'at', range: { gt: '2026-01-01T00:00:00Z' } }] }, [3]],
    ['ids', { must: [{ has_id: [2, uuid] }] }, [2, uuid]],
    ['empty', { must: [{ is_empty: { key: 'town' } }] }, [uuid]],
    ['nested clauses', { must: [{ should: [{ has_id: [1] }, { has_id: [2] }] }], must_not: [{ has_id: [1] }] }, [2]],
    ['min_should', { min_should: { conditions: [{ has_id: [1] }, { has_id: [1, 2] }], min_count: 2 } }, [1]],
  ])('filter: %s', async (_, filter, expected) => {
    expect(ids((await client.scroll('notes', { filter })).points)).toEqual(expected);
    expect((await client.count('notes', { filter })).count).toBe(expected.length);
    const found = (await client.query('notes', { query: [1, 1, 1], filter })).points;
    expect(new Set(ids(found))).toEqual(new Set(expected));
  });

  it('query: nearest first, with scores, threshold, page, payload and vector as asked', async () => {
    const { points } = await client.query('notes', { query: [1, 0, 0], limit: 3, with_payload: ['town'] });
    expect(ids(points).slice(0, 2)).toEqual([1, 2]);
    expect(points[0]).toEqual({ id: 1, version: expect.any(Number), score: 1, payload: { town: 'Rome' } });
    expect(points[1]?.score).toBeCloseTo(0.8, 6);
    const near = await client.query('notes', { query: [1, 0, 0], score_threshold: 0.5, offset: 1, with_vector: true });
    expect(near.points).toHaveLength(1);
    expect(near.points[0]?.vector).toEqual([0.8, 0.6, 0]);
    // By a point's id: the point itself is no answer.
    expect(ids((await client.query('notes', { query: 1, limit: 1 })).points)).toEqual([2]);
    await expect(client.query('notes', { query: 99 })).rejects.toMatchObject({ status: 404 });
    const both = await client.queryBatch('notes', {
      searches: [
        { query: [0, 1, 0], limit: 1 },
        { query: uuid, limit: 2 },
      ],
    });
    expect(both.map((b) => b.points.length)).toEqual([1, 2]);
  });

  it('search, as older clients ask', async () => {
    const answer = await server.request('/collections/notes/points/search', {
      method: 'POST',
      body: JSON.stringify({ vector: [0, 1, 0], limit: 2 }),
    });
    const { result } = (await answer.json()) as { result: { id: number }[] };
    expect(ids(result)).toEqual([3, 2]);
  });

  it('several vectors by name, sparse ones too, and both together', async () => {
    await client.deleteCollection('mixed');
    await client.createCollection('mixed', {
      vectors: { text: { size: 2, distance: 'Dot' }, image: { size: 3, distance: 'Euclid' } },
      sparse_vectors: { words: {} },
    });
    await client.upsert('mixed', {
      wait: true,
      points: [
        { id: 1, vector: { text: [1, 2], image: [0, 0, 0], words: { indices: [4, 9], values: [1, 2] } } },
        { id: 2, vector: { text: [3, 1], words: { indices: [9], values: [5] } } },
      ],
    });
    expect(ids((await client.query('mixed', { query: [1, 0], using: 'text' })).points)).toEqual([2, 1]);
    const sparse = { indices: [9], values: [1] };
    expect((await client.query('mixed', { query: sparse, using: 'words' })).points[0]).toMatchObject({
      id: 2,
      score: 5,
    });
    const prefetch = [
      { query: [0, 1], using: 'text', limit: 2 },
      { query: sparse, using: 'words', limit: 2 },
    ];
    expect((await client.query('mixed', { prefetch, query: { fusion: 'rrf' } })).points).toHaveLength(2);
  });

  it('payloads: set, replaced, keys removed, cleared; and indexes', async () => {
    const payload = async () => (await client.retrieve('notes', { ids: [1] }))[0]?.payload;
    await client.setPayload('notes', { wait: true, points: [1], payload: { town: 'Bonn', new: 1 } });
    expect(await payload()).toMatchObject({ town: 'Bonn', size: 3, new: 1 });
    await client.deletePayload('notes', { wait: true, points: [1], keys: ['tags', 'open'] });
    expect(await payload()).toEqual({ town: 'Bonn', size: 3, new: 1 });
    await client.overwritePayload('notes', { wait: true, points: [1], payload: { only: true } });
    expect(await payload()).toEqual({ only: true });
    await client.clearPayload('notes', { wait: true, points: [1] });
    expect(await payload()).toEqual({});
    await client.createPayloadIndex('notes', { wait: true, field_name: 'town', field_schema: 'keyword' });
    expect((await client.getCollection('notes')).payload_schema).toEqual({ town: { data_type: 'keyword', points: 2 } });
    const hits = (await client.facet('notes', { key: 'town' })).hits;
    expect(hits).toContainEqual({ value: 'Oslo', count: 1 });
  });

  it('what is wrong is 400 with Qdrant’s words, and nothing is written', async () => {
    const bad = { status: 400 };
    await expect(client.upsert('notes', { points: [{ id: 9, vector: [1] }] })).rejects.toMatchObject({
      ...bad,
      data: { status: { error: expect.stringContaining('Vector dimension error: expected dim: 3, got 1') } },
    });
    await expect(client.upsert('notes', { points: [{ id: 'x', vector: [1, 0, 0] }] })).rejects.toMatchObject(bad);
    await expect(client.query('notes', { query: [1, 0, 0], using: 'no' })).rejects.toMatchObject(bad);
    await expect(client.scroll('notes', { filter: { must: [{ kye: 'a' }] } as never })).rejects.toMatchObject(bad);
    expect((await client.count('notes')).count).toBe(4);
  });
});
