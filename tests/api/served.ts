// A project served to browsers on a real engine, and clients that speak to it as pages do: over a real WebSocket.
import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { serveWeb, type WebHost, type WebOptions } from '@sutazai/core/api';
import { type Contract, socketPath, socketProtocols } from '@sutazai/core/contract';
import { type Host, openHost } from '@sutazai/core/host';
import { WebSocket } from 'ws';
import type { TestProject } from '../stack/project.ts';

export type Client = ContractRouterClient<Contract>;

export interface Page {
  api: Client;
  socket: WebSocket;
  close(): Promise<void>;
}

export class Served {
  private readonly pages: Page[] = [];

  private constructor(
    readonly host: Host,
    readonly web: WebHost,
  ) {}

  static async start(
    project: TestProject,
    more: { host?: string; environment?: Record<string, string>; web?: Partial<WebOptions> } = {},
  ): Promise<Served> {
    const host = await openHost({
      cwd: project.dir,
      projectName: project.name,
      environment: { PATH: process.env.PATH, ...more.environment },
      stateDir: project.stateDir,
      home: project.dir,
      platform: process.platform,
      uid: 0,
      host: more.host ?? project.engine.dockerHost,
      version: '0.0.0-test',
      mode: 'browser',
    });
    return new Served(host, await serveWeb({ host, port: 0, pages: '/nonexistent', ...more.web }));
  }

  /** A page of its own, as after a reload. */
  async page(): Promise<Page> {
    const page = await connect(this.web.port, this.web.token);
    this.pages.push(page);
    return page;
  }

  async close(): Promise<void> {
    for (const page of this.pages) page.socket.terminate();
    await this.web.close();
    await this.host.close();
  }
}

export async function connect(port: number, token: string): Promise<Page> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${socketPath}`, socketProtocols(token), {
    origin: `http://127.0.0.1:${port}`,
  });
  await once(socket, 'open');
  const api: Client = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
  const close = async () => {
    socket.close();
    if (socket.readyState !== socket.CLOSED) await once(socket, 'close');
  };
  return { api, socket, close };
}

/** Reads a stream until a value satisfies the condition, for at most `ms`; returns all values read. */
export async function readUntil<T>(
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  done: (value: T, all: T[]) => boolean,
  ms = 30_000,
): Promise<T[]> {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(new Error(`not seen within ${ms} ms`)), ms);
  const all: T[] = [];
  try {
    for await (const value of await open(stop.signal)) {
      all.push(value);
      if (done(value, all)) return all;
    }
    throw new Error(`the stream ended before it was seen: ${JSON.stringify(all.at(-1))}`);
  } catch (error) {
    if (stop.signal.aborted) throw new Error(`not seen within ${ms} ms; last: ${JSON.stringify(all.at(-1))}`);
    throw error;
  } finally {
    clearTimeout(late);
    stop.abort();
  }
}

/** One service's state in a status. */
export const stateOf = (status: { services: { service: string; state: string }[] }, service: string) =>
  status.services.find((s) => s.service === service)?.state;

/** Begins and waits for the end as a page sees it. */
export async function run(api: Client, request: Parameters<Client['stack']['begin']>[0]) {
  const { id } = await api.stack.begin(request);
  const all = await readUntil(
    (signal) => api.stack.operation(undefined, { signal }),
    (b) => b.operation?.id === id && b.operation.endedAt !== undefined,
    60_000,
  );
  return { outcome: all.at(-1)?.operation?.outcome, events: all.flatMap((b) => b.events) };
}
