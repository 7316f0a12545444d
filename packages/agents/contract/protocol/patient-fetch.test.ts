import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { patientFetch } from './patient-fetch.ts';

const servers: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server: Server = createServer(answer).listen(0, '127.0.0.1');
  servers.push({ close: () => server.close().closeAllConnections() });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a fetch without limits of time', () => {
  it('sends what it is given and gives what comes, piece by piece', async () => {
    const url = await serve(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const { 'content-type': type, 'content-length': length } = request.headers;
      response.writeHead(201, { 'content-type': 'text/x' });
      response.write(`${request.method} ${type} ${length} `);
      setTimeout(() => response.end(String(Buffer.concat(pieces))), 20);
    });
    for (const method of ['POST', 'DELETE']) {
      const response = await patientFetch(url, { method, headers: { 'content-type': 'a/b' }, body: 'wörds' });
      expect(response.status).toBe(201);
      expect(response.headers.get('content-type')).toBe('text/x');
      const pieces: string[] = [];
      for await (const piece of response.body ?? []) pieces.push(String(Buffer.from(piece)));
      expect(pieces).toEqual([`${method} a/b 6 `, 'wörds']);
    }
  });

  it('has no body where there is none', async () => {
    const response = await patientFetch(await serve((_request, answer) => answer.writeHead(204).end()));
    expect(response.body).toBeNull();
  });

  it('ends with the signal, before the answer and in the middle of it, and the server sees it', async () => {
    const closed: Promise<unknown>[] = [];
    const url = await serve((request, response) => {
      closed.push(once(response, 'close'));
      if (request.url === '/begun') response.write('begun');
    });
    const reason = new Error('enough');
    const silent = new AbortController();
    const waiting = patientFetch(url, { signal: silent.signal });
    setTimeout(() => silent.abort(reason), 30);
    await expect(waiting).rejects.toBe(reason);
    const begun = new AbortController();
    const reader = (await patientFetch(`${url}/begun`, { signal: begun.signal })).body?.getReader();
    await reader?.read();
    begun.abort(reason);
    await expect(reader?.read()).rejects.toBe(reason);
    expect(closed).toHaveLength(2);
    await Promise.all(closed);
    await expect(patientFetch(url, { signal: begun.signal })).rejects.toBe(reason);
  });

  it('closes the connection of an answer that nobody reads', async () => {
    let closed: Promise<unknown> | undefined;
    const url = await serve((_request, response) => {
      closed = once(response, 'close');
      response.write('begun');
    });
    await (await patientFetch(url)).body?.cancel();
    await closed;
  });

  it('says that an answer broke off, with the code of a connection', async () => {
    const url = await serve((_request, response) => {
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    });
    const failure = { code: 'ECONNRESET', message: 'the other side closed the connection' };
    await expect((await patientFetch(url)).text()).rejects.toMatchObject(failure);
  });

  it('is refused by name where nobody listens', async () => {
    await expect(patientFetch('http://127.0.0.1:1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('asks again over a new connection where the server closed the kept one, and only there', async () => {
    const sockets: Socket[] = [];
    let requests = 0;
    const server = createTcpServer((socket) => {
      const first = sockets.push(socket) === 1;
      let before = 0;
      socket
        .on('error', () => undefined)
        .on('data', () => {
          requests += 1;
          // The first connection answers once and is reset by the next request: the moment in which both sides act.
          if (first && before++ === 1) socket.resetAndDestroy();
          else if (first || sockets.length === 2) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
          else socket.resetAndDestroy();
        });
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await (await patientFetch(url)).text()).toBe('ok');
    expect(await (await patientFetch(url, { method: 'POST', body: 'x' })).text()).toBe('ok');
    expect([sockets.length, requests]).toEqual([2, 3]);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 20));
    // A new connection that is reset is no kept one: told, not tried again.
    await expect(patientFetch(url)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(sockets).toHaveLength(3);
  });
});
