import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ConsulRegistration } from './index.ts';

/** The three routes of a Consul agent that a registration speaks; the real one is met in tests/services. */
function registry() {
  const entries = new Map<string, { Check: { HTTP: string } }>();
  const waiting = new Set<ServerResponse>();
  const seen: string[] = [];
  let away = false;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    seen.push(`${request.method} ${url.pathname} ${request.headers['x-consul-token'] ?? ''}`);
    if (away) return void request.socket.destroy();
    let body = '';
    request.on('data', (d) => {
      body += d;
    });
    request.on('end', () => {
      const id = url.pathname.split('/').at(-1) ?? '';
      if (url.pathname.endsWith('/register')) {
        const entry = JSON.parse(body);
        entries.set(entry.ID, entry);
        return response.end();
      }
      if (url.pathname.includes('/deregister/')) {
        entries.delete(id);
        return response.end();
      }
      if (!entries.has(id)) return response.writeHead(404).end();
      if (url.searchParams.has('hash')) return waiting.add(response);
      return response.setHeader('x-consul-contenthash', 'h1').end('{}');
    });
  });
  return {
    ...{ entries, seen },
    listen: () =>
      new Promise<string>((resolve) =>
        server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
      ),
    empty() {
      entries.clear();
      for (const r of waiting) r.writeHead(404).end();
      waiting.clear();
    },
    goAway(value: boolean) {
      away = value;
      if (value) server.closeAllConnections();
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('a registration', () => {
  const consul = registry();
  let registration: ConsulRegistration | undefined;
  afterEach(async () => {
    await registration?.stop();
    consul.close();
  });

  it('comes back after the registry was emptied or away, and is taken out at the end', async () => {
    const url = await consul.listen();
    const retry = { first: 10, longest: 50 };
    consul.goAway(true);
    registration = new ConsulRegistration(
      { url, token: 't1', retry },
      { id: 'b-1', name: 'b', address: 'host', port: 80 },
    );
    registration.start();
    await expect.poll(() => consul.seen.length).toBeGreaterThan(2);
    expect(registration.registered).toBe(false);

    consul.goAway(false);
    await expect.poll(() => consul.entries.get('b-1')?.Check.HTTP).toBe('http://host:80/health');
    // The entry is there before its answer is: what the registration knows comes a moment later.
    await expect.poll(() => registration?.registered).toBe(true);
    expect(consul.seen.every((s) => s.endsWith(' t1'))).toBe(true);

    await expect.poll(() => consul.seen.filter((s) => s.startsWith('GET')).length).toBeGreaterThan(1);
    consul.empty();
    await expect.poll(() => consul.entries.has('b-1')).toBe(true);
    await expect.poll(() => registration?.registered).toBe(true);

    await registration.stop();
    expect(consul.entries.size).toBe(0);
    expect(registration.registered).toBe(false);
  });
});
