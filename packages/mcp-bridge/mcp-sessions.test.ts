import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/server';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { McpSessions, type SessionLimits } from './mcp-sessions.ts';

describe('sessions of the protocol’s older era', () => {
  let server: Server | undefined;
  let sessions: McpSessions;
  const cancelled: string[] = [];
  let url = '';

  async function start(limits: SessionLimits = {}) {
    cancelled.length = 0;
    sessions = new McpSessions(() => {
      const mcp = new McpServer({ name: 'test', version: '1' });
      mcp.registerTool(
        'wait',
        { inputSchema: z.object({ who: z.string(), ms: z.number() }) },
        async (input, { mcpReq }) => {
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, input.ms);
            mcpReq.signal.addEventListener('abort', () => {
              cancelled.push(input.who);
              clearTimeout(timer);
              resolve();
            });
          });
          return { content: [{ type: 'text', text: input.who }] };
        },
      );
      return mcp;
    }, limits);
    server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const body = parts.length > 0 ? JSON.parse(Buffer.concat(parts).toString()) : undefined;
      const id = request.headers['mcp-session-id'];
      try {
        if (typeof id === 'string') return await sessions.continue(id, request, response, body);
        sessions.makeRoom();
        await sessions.begin(request, response, body);
      } catch {
        response.writeHead(503).end();
      }
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  afterEach(async () => {
    await sessions.close();
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });

  const send = (body: object | undefined, session?: string, method = 'POST') =>
    fetch(url, {
      method,
      headers: {
        'content-type': 'application/json',
        accept: method === 'GET' ? 'text/event-stream' : 'application/json, text/event-stream',
        ...(session ? { 'mcp-session-id': session } : {}),
      },
      ...(body ? { body: JSON.stringify({ jsonrpc: '2.0', ...body }) } : {}),
    });
  const hello = {
    ...{ id: 0, method: 'initialize' },
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } },
  };
  const begin = async () => {
    const response = await send(hello);
    await response.text();
    return [response.status, response.headers.get('mcp-session-id') ?? ''] as const;
  };
  const wait = (session: string, who: string, ms: number) =>
    send({ id: 1, method: 'tools/call', params: { name: 'wait', arguments: { who, ms } } }, session);

  it('ends the call of the one who cancels, not another’s with the same number', async () => {
    await start();
    const [, first] = await begin();
    const [, second] = await begin();
    const [mine, other] = [wait(first, 'mine', 20_000), wait(second, 'other', 300)];
    await mine;
    await send({ method: 'notifications/cancelled', params: { requestId: 1 } }, first);
    await expect.poll(() => cancelled).toEqual(['mine']);
    expect(await (await other).text()).toContain('other');
    expect(cancelled).toEqual(['mine']);
  });

  it('forgets a session that is ended, or that nobody uses; both are 404 then', async () => {
    await start({ idle: 50 });
    const [, ended] = await begin();
    expect((await send(undefined, ended, 'DELETE')).status).toBe(200);
    expect((await send({ id: 2, method: 'tools/list' }, ended)).status).toBe(404);
    const [, unused] = await begin();
    await expect.poll(() => sessions.size).toBe(0);
    expect((await send({ id: 2, method: 'tools/list' }, unused)).status).toBe(404);
    const [, busy] = await begin();
    expect(await (await wait(busy, 'busy', 200)).text()).toContain('busy');
  });

  it('makes room by the longest idle one, and refuses where all are in use', async () => {
    await start({ most: 2 });
    const [, oldest] = await begin();
    const [, busy] = await begin();
    const running = await wait(busy, 'busy', 20_000);
    const [status, third] = await begin();
    expect([status, sessions.size]).toEqual([200, 2]);
    expect((await send({ id: 2, method: 'tools/list' }, oldest)).status).toBe(404);
    const listening = await send(undefined, third, 'GET');
    expect((await begin())[0]).toBe(503);
    await Promise.all([running.body?.cancel(), listening.body?.cancel()]);
  });

  it('lets calls end before a stop, and cuts those who only listen', async () => {
    await start();
    const [, listener] = await begin();
    const [, caller] = await begin();
    const listening = await send(undefined, listener, 'GET');
    const calling = await wait(caller, 'caller', 200);
    sessions.drain();
    expect(await listening.text()).toBe('');
    expect(await calling.text()).toContain('caller');
    await expect.poll(() => sessions.size).toBe(0);
    expect(cancelled).toEqual([]);
  });
});
