// Snapshots of a collection: made, listed, downloaded, put back over the same and into another; broken ones refused.
import { createHash } from 'node:crypto';
import type { QdrantClient } from '@qdrant/js-client-rest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAvailable } from '../../lab/lab.ts';
import { QdrantServer } from './server.ts';

describe.skipIf(!labAvailable().ok)('Qdrant’s snapshots (stand-in)', () => {
  let server: QdrantServer;
  let client: QdrantClient;
  let name: string;
  let file: Buffer;
  const count = async (collection: string) => (await client.count(collection)).count;

  beforeAll(async () => {
    server = new QdrantServer();
    await server.start();
    client = server.client();
    await client.createCollection('kept', { vectors: { size: 2, distance: 'Dot' } });
    const points = Array.from({ length: 50 }, (_, i) => ({ id: i + 1, vector: [i, 1], payload: { i } }));
    await client.upsert('kept', { wait: true, points });
  });
  afterAll(() => server?.remove());

  it('is made, listed and downloaded, with its size and checksum', async () => {
    const made = await client.createSnapshot('kept');
    name = made?.name ?? '';
    expect(await client.listSnapshots('kept')).toEqual([made]);
    const answer = await server.request(`/collections/kept/snapshots/${name}`);
    file = Buffer.from(await answer.arrayBuffer());
    expect(file.length).toBe(made?.size);
    expect(createHash('sha256').update(file).digest('hex')).toBe(made?.checksum);
  });

  it('is put back over the same collection', async () => {
    await client.delete('kept', { wait: true, filter: { must: [{ key: 'i', range: { lt: 40 } }] } });
    expect(await count('kept')).toBe(10);
    expect(await client.recoverSnapshot('kept', { location: `file:///qdrant/snapshots/kept/${name}` })).toBe(true);
    expect(await count('kept')).toBe(50);
  });

  it('is put back from the address of a server, into a collection that was not there', async () => {
    const location = `http://127.0.0.1:6333/collections/kept/snapshots/${name}`;
    await client.recoverSnapshot('copy', { location, api_key: server.readOnlyKey });
    expect(await count('copy')).toBe(50);
    await expect(client.recoverSnapshot('copy', { location, api_key: 'wrong' })).rejects.toMatchObject({ status: 400 });
  });

  it('is put back by upload', async () => {
    await client.deleteCollection('kept');
    const form = new FormData();
    form.set('snapshot', new Blob([new Uint8Array(file)]), 'mine.snapshot');
    const answer = await server.request('/collections/kept/snapshots/upload?wait=true', { method: 'POST', body: form });
    expect(await answer.json()).toMatchObject({ result: true, status: 'ok' });
    expect(await count('kept')).toBe(50);
  });

  it('survives a new container, as recovered', async () => {
    await server.compose('restart', 'qdrant');
    await server.start();
    client = server.client();
    expect([await count('kept'), await count('copy')]).toEqual([50, 50]);
  });

  it('is refused where it is not whole, and the collection stays', async () => {
    const broken = new FormData();
    broken.set('snapshot', new Blob([new Uint8Array(file.subarray(0, file.length / 2))]), 'half.snapshot');
    const answer = await server.request('/collections/kept/snapshots/upload', { method: 'POST', body: broken });
    expect(answer.status).toBe(400);
    const location = `file:///qdrant/snapshots/kept/${name}`;
    const wrong = client.recoverSnapshot('kept', { location, checksum: '0'.repeat(64) });
    await expect(wrong).rejects.toMatchObject({ status: 400 });
    expect(await count('kept')).toBe(50);
  });

  it('is deleted, and a name is no way to another file', async () => {
    await client.deleteSnapshot('kept', name);
    expect(await client.listSnapshots('kept')).toEqual([]);
    const outside = await server.request(
      `/collections/kept/snapshots/${encodeURIComponent('../../config/local.yaml')}`,
    );
    expect(outside.status).toBe(404);
  });
});
