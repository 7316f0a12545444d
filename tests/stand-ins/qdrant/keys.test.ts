// Keys: what is open, what asks for one, and that the read-only one cannot write.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAvailable } from '../../lab/lab.ts';
import { QdrantServer } from './server.ts';

describe.skipIf(!labAvailable().ok)('Qdrant’s keys (stand-in)', () => {
  let server: QdrantServer;
  beforeAll(async () => {
    server = new QdrantServer();
    await server.start();
    await server.client().createCollection('kept', { vectors: { size: 2, distance: 'Dot' } });
    await server.client().upsert('kept', { wait: true, points: [{ id: 1, vector: [1, 0] }] });
  });
  afterAll(() => server?.remove());

  it('health and the version are open', async () => {
    for (const path of ['/', '/healthz', '/livez', '/readyz']) {
      expect((await server.request(path, {}, '')).status, path).toBe(200);
    }
  });

  it('everything else asks for one, even what is not there', async () => {
    for (const path of ['/collections', '/collections/kept', '/metrics', '/nothing', '/collections/kept/snapshots']) {
      expect((await server.request(path, {}, '')).status, path).toBe(401);
      expect((await server.request(path, {}, 'wrong')).status, path).toBe(401);
    }
    expect((await server.request('/nothing')).status).toBe(404);
  });

  it('a key comes as api-key or as a bearer token', async () => {
    const bearer = { headers: { authorization: `Bearer ${server.readOnlyKey}` } };
    expect((await server.request('/metrics', bearer, '')).status).toBe(200);
    expect(
      (await server.request('/collections', { headers: { authorization: `Basic ${server.key}` } }, '')).status,
    ).toBe(401);
  });

  it('the read-only key reads', async () => {
    const reader = server.client(server.readOnlyKey);
    expect((await reader.count('kept')).count).toBe(1);
    expect((await reader.query('kept', { query: [1, 0] })).points).toHaveLength(1);
    expect(await reader.listSnapshots('kept')).toEqual([]);
  });

  it('the read-only key does not write', async () => {
    const reader = server.client(server.readOnlyKey);
    const refused = expect.objectContaining({ status: 403 });
    await expect(reader.upsert('kept', { points: [{ id: 2, vector: [1, 0] }] })).rejects.toEqual(refused);
    await expect(reader.delete('kept', { points: [1] })).rejects.toEqual(refused);
    await expect(reader.createCollection('new', { vectors: { size: 2, distance: 'Dot' } })).rejects.toEqual(refused);
    await expect(reader.deleteCollection('kept')).rejects.toEqual(refused);
    await expect(reader.createSnapshot('kept')).rejects.toEqual(refused);
    await expect(reader.recoverSnapshot('kept', { location: 'file:///x' })).rejects.toEqual(refused);
    expect((await server.client().count('kept')).count).toBe(1);
  });

  it('metrics have Qdrant’s names', async () => {
    const text = await (await server.request('/metrics', {}, server.readOnlyKey)).text();
    expect(text).toMatch(/^app_info\{name="qdrant",version="1\.19\.\d+"\} 1$/m);
    expect(text).toMatch(/^collections_total 1$/m);
    expect(text).toMatch(/^collection_points\{id="kept"\} 1$/m);
    const endpoint = 'endpoint="/collections/{collection_name}/points"';
    expect(text).toContain(`rest_responses_total{method="PUT",${endpoint},status="200"} 1`);
    expect(text).toContain(`rest_responses_duration_seconds_count{method="PUT",${endpoint},status="200"} 1`);
  });
});
