// A fault of the earlier deployment: REST and gRPC swapped inside, so that the port published for REST spoke HTTP/2.
// A browser or curl there got frames ("Received HTTP/0.9 when not allowed"), and it was taken for a quirk of WSL.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAvailable } from '../../lab/lab.ts';
import { grpcCall } from './grpc.ts';
import { QdrantServer } from './server.ts';

const SERVING = Buffer.from([8, 1]);

describe.skipIf(!labAvailable().ok)('the ports of Qdrant (stand-in)', () => {
  let server: QdrantServer;
  beforeAll(async () => {
    server = new QdrantServer();
    await server.start();
  });
  afterAll(() => server?.remove());

  it('REST answers 200 on the port published for 6333', async () => {
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    expect(await (await fetch(server.url)).json()).toMatchObject({ version: expect.stringMatching(/^1\.19\./) });
  });

  it('gRPC health answers on the port published for 6334, without a key, by both services', async () => {
    const standard = await grpcCall(server.port(6334), '/grpc.health.v1.Health/Check');
    expect(standard).toMatchObject({ status: 0, message: SERVING });
    const own = await grpcCall(server.port(6334), '/qdrant.Qdrant/HealthCheck');
    expect(own.status).toBe(0);
    expect(own.message.toString()).toMatch(/qdrant.*1\.19\./s);
  });

  it('neither answers on the other’s port', async () => {
    await expect(fetch(`http://127.0.0.1:${server.port(6334)}/readyz`)).rejects.toThrow();
    await expect(grpcCall(server.port(6333), '/grpc.health.v1.Health/Check')).rejects.toThrow();
  });

  it('gRPC beyond health asks for the key', async () => {
    const list = '/qdrant.Collections/List';
    expect(await grpcCall(server.port(6334), list)).toMatchObject({ status: 16 });
    expect(await grpcCall(server.port(6334), list, { 'api-key': 'wrong' })).toMatchObject({ status: 16 });
    // And says that it is a stand-in, to whoever has it.
    expect(await grpcCall(server.port(6334), list, { 'api-key': server.key })).toMatchObject({
      status: 12,
      said: expect.stringContaining('not Qdrant'),
    });
  });
});

describe.skipIf(!labAvailable().ok)('the earlier deployment’s settings', () => {
  it('are seen: with the two swapped inside, the product’s health check fails', async () => {
    const server = new QdrantServer({ QDRANT__SERVICE__HTTP_PORT: '6334', QDRANT__SERVICE__GRPC_PORT: '6333' });
    try {
      await server.compose('up', '-d', 'qdrant');
      const test = `exec 3<>/dev/tcp/127.0.0.1/6333 && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && IFS= read -r -t 5 -u 3 l; printf %s "$l" | head -c 9 | od -An -tx1`;
      // Until it listens; then the answer to plain HTTP is a SETTINGS frame: 00 00 .. 04.
      await expect
        .poll(async () => (await server.docker('exec', server.container, 'bash', '-c', test)).stdout.trim(), {
          timeout: 20_000,
        })
        .toMatch(/^(?!48 54 54 50)[0-9a-f]{2} /);
    } finally {
      await server.remove();
    }
  });
});
