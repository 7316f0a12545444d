// What the stand-in answers, against the schema that Qdrant publishes; the checking is in responses.py.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dockerCli, engine28, labAvailable } from '../../lab/lab.ts';
import { QdrantServer } from './server.ts';

describe.skipIf(!labAvailable().ok)('the answers of Qdrant’s stand-in', () => {
  let server: QdrantServer;
  beforeAll(async () => {
    server = new QdrantServer();
    await server.start();
  });
  afterAll(() => server?.remove());

  it('hold to the published schema, without a field that is not in it', async () => {
    const input = readFileSync(new URL('./responses.py', import.meta.url), 'utf8');
    const result = await dockerCli(engine28(), ['exec', '-i', server.container, 'python3', '-'], { input });
    expect(result.stderr).toBe('');
    expect(Number(result.stdout)).toBeGreaterThan(35);
  });
});
