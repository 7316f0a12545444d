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
  it('are seen: with the two swapped inside, REST is not on the port published for it, and the health check fails', async () => {
    const server = new QdrantServer({ QDRANT__SERVICE__HTTP_PORT: '6334', QDRANT__SERVICE__GRPC_PORT: '6333' });
    try {
      await server.compose('up', '-d', 'qdrant');
      await server.findPorts();
      // It runs: gRPC answers where REST should. Nothing else here would tell a swap from a server that is not up.
      const there = () => grpcCall(server.port(6333), '/grpc.health.v1.Health/Check').then((a) => a.status);
      await expect.poll(there, { timeout: 20_000 }).toBe(0);
      await expect(fetch(`${server.url}/readyz`)).rejects.toThrow();
      const { stdout } = await server.compose('config', '--format', 'json');
      const [, ...command] = JSON.parse(stdout).services.qdrant.healthcheck.test as string[];
      // The file has $$ where compose is not to look for a variable; a shell would take it for its own number.
      const inside = command.map((word) => word.replaceAll('$$', '$'));
      expect((await server.docker('exec', server.container, ...inside)).code).not.toBe(0);
    } finally {
      await server.remove();
    }
  });

  it('are not the product’s: there the same health command succeeds', async () => {
    const server = new QdrantServer();
    try {
      await server.start();
      const { stdout } = await server.docker('inspect', '-f', '{{.State.Health.Status}}', server.container);
      expect(stdout.trim()).toBe('healthy');
    } finally {
      await server.remove();
    }
  });
});
