// Data is what was confirmed: over a restart, a new container, and a kill in the middle of writing.
import type { QdrantClient } from '@qdrant/js-client-rest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAvailable } from '../../lab/lab.ts';
import { QdrantServer } from './server.ts';

describe.skipIf(!labAvailable().ok)('Qdrant’s data (stand-in)', () => {
  let server: QdrantServer;
  beforeAll(async () => {
    server = new QdrantServer();
    await server.start();
  });
  afterAll(() => server?.remove());

  it('is there after a new container on the same volumes', async () => {
    await server.client().createCollection('kept', { vectors: { size: 2, distance: 'Dot' } });
    await server.client().createPayloadIndex('kept', { wait: true, field_name: 'n', field_schema: 'integer' });
    await server.client().upsert('kept', { wait: true, points: [{ id: 5, vector: [3, 4], payload: { n: 1 } }] });
    await server.client().createSnapshot('kept');
    await server.compose('down');
    await server.start();
    const client = server.client();
    expect(await client.retrieve('kept', { ids: [5], with_vector: true })).toEqual([
      { id: 5, vector: [3, 4], payload: { n: 1 } },
    ]);
    expect((await client.getCollection('kept')).payload_schema.n).toMatchObject({ data_type: 'integer', points: 1 });
    expect(await client.listSnapshots('kept')).toHaveLength(1);
  });

  it('after kill -9 while it writes, is all that was confirmed, and no half of anything', async () => {
    await server.client().createCollection('killed', { vectors: { size: 4, distance: 'Dot' } });
    for (let round = 0; round < 3; round++) {
      const confirmed = await writeUntilKilled(server, round);
      await server.start();
      const client = server.client();
      const points = await all(client, round);
      expect(points.length).toBeGreaterThanOrEqual(confirmed);
      expect(confirmed).toBeGreaterThan(10);
      for (const { id, vector, payload } of points) {
        expect(payload).toEqual({ round, n: Number(id) });
        expect(vector).toEqual([round, Number(id), 1, 2]);
      }
      // And it can be written on.
      await client.upsert('killed', { wait: true, points: [{ id: 999_999, vector: [0, 0, 0, 0] }] });
      await client.delete('killed', { wait: true, points: [999_999] });
    }
    expect((await server.client().getCollections()).collections.map((c) => c.name)).not.toContain('half');
  });
});

/** How many points were confirmed before the kill; a collection is being made at the same time. */
async function writeUntilKilled(server: QdrantServer, round: number): Promise<number> {
  const client = server.client();
  let confirmed = 0;
  let tell = () => {};
  // By writes, not by time: how many fit into a second is the machine's affair.
  const enough = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const writing = (async () => {
    for (let n = 0; ; n++) {
      const id = round * 100_000 + n;
      await client.upsert('killed', {
        wait: true,
        points: [{ id, vector: [round, id, 1, 2], payload: { round, n: id } }],
      });
      confirmed++;
      if (confirmed === 20 + 10 * round) tell();
    }
  })().catch(() => tell());
  await enough;
  await server.docker('kill', '-s', 'KILL', server.container);
  await writing;
  return confirmed;
}

async function all(client: QdrantClient, round: number) {
  const filter = { must: [{ key: 'round', match: { value: round } }] };
  return (await client.scroll('killed', { limit: 100_000, filter, with_vector: true })).points;
}
