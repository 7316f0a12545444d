import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { StackModel, StackStatus } from '../stack/index.ts';
import { AlertFeed, type AlertsNow } from './feed.ts';

// How often is asked, and what becomes of answers that are none. Real Prometheus and Alertmanager: tests/alerts.

const every = 25;
let server: Server | undefined;
afterEach(() => void server?.close());

const model = {
  project: { services: { alertmanager: { image: 'prom/alertmanager:v0' }, redis: { image: 'redis:8' } } },
} as unknown as StackModel;

const statusWith = (port: number | undefined): StackStatus => ({
  project: 'p',
  engine: { reachable: true, url: 'unix:///x' },
  services: [
    {
      service: 'alertmanager',
      state: port === undefined ? 'stopped' : 'running',
      containers:
        port === undefined
          ? []
          : [{ id: '1', name: 'a', number: 1, state: 'running', health: 'none', status: '', image: '' }],
      ports: port === undefined ? [] : [{ ip: '127.0.0.1', published: port, target: 9093, protocol: 'tcp' }],
    },
  ],
});

async function answering(answer: (response: ServerResponse, asked: number) => void) {
  let asked = 0;
  server = createServer((_, response) => answer(response, ++asked));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, asked: () => asked };
}

const redisDown = {
  labels: { alertname: 'RedisDown', severity: 'critical', service: 'redis' },
  annotations: {},
  startsAt: '',
};
const pauseFor = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function listen(feed: AlertFeed) {
  const stop = new AbortController();
  const values: AlertsNow[] = [];
  const ended = (async () => {
    for await (const value of feed.watch(stop.signal)) values.push(value);
  })();
  const end = () => {
    stop.abort();
    return ended;
  };
  return { values, end };
}

describe('the feed of alerts', () => {
  it('asks only while somebody listens and while there is one to ask', async () => {
    const { port, asked } = await answering((response) => response.end('[]'));
    const feed = new AlertFeed({ model: () => model, every });
    feed.changed(statusWith(port));
    await pauseFor(4 * every);
    expect(asked()).toBe(0);

    const listener = listen(feed);
    await expect.poll(asked).toBeGreaterThan(1);
    feed.changed(statusWith(undefined));
    await expect.poll(() => listener.values.at(-1)?.source).toBe(null);
    const before = asked();
    await pauseFor(4 * every);
    expect(asked()).toBe(before);

    feed.changed(statusWith(port));
    await expect.poll(asked).toBeGreaterThan(before);
    await listener.end();
    await pauseFor(2 * every);
    const after = asked();
    await pauseFor(4 * every);
    expect(asked()).toBe(after);
    await feed.close();
  });

  it('says something only when it is different', async () => {
    const { port, asked } = await answering((response, n) => response.end(JSON.stringify(n < 3 ? [] : [redisDown])));
    const feed = new AlertFeed({ model: () => model, every });
    feed.changed(statusWith(port));
    const listener = listen(feed);
    await expect.poll(asked).toBeGreaterThan(6);
    expect(listener.values.map((v) => v.firing.map((a) => a.name))).toEqual([[], ['RedisDown']]);
    expect(listener.values[1]?.changes).toMatchObject([{ what: 'fired', alert: { service: 'redis' } }]);
    const late = listen(feed);
    await expect.poll(() => late.values.length).toBe(1);
    expect(late.values[0]).toMatchObject({ firing: [{ name: 'RedisDown' }], changes: [] });
    await Promise.all([listener.end(), late.end()]);
    await feed.close();
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['no JSON', (response) => response.end('<html>')],
    ['another shape', (response) => response.end('{"data":null}')],
    ['an error', (response) => response.writeHead(500).end('no')],
    ['a broken connection', (response) => response.destroy()],
  ])('%s is passed over: what was seen stays for a moment, then nothing is claimed', async (_, broken) => {
    const { port, asked } = await answering((response, n) =>
      n === 1 ? response.end(JSON.stringify([redisDown])) : broken(response),
    );
    const feed = new AlertFeed({ model: () => model, every });
    feed.changed(statusWith(port));
    const listener = listen(feed);
    await expect.poll(asked).toBeGreaterThan(5);
    expect(listener.values.map((v) => [v.source, v.firing.length])).toEqual([
      ['alertmanager', 1],
      [null, 0],
    ]);
    await listener.end();
    await feed.close();
  });

  it('ends for everybody with the host', async () => {
    const feed = new AlertFeed({ model: () => undefined, every });
    const listener = listen(feed);
    await expect.poll(() => listener.values.length).toBe(1);
    await feed.close();
    await listener.end();
    expect(listener.values).toEqual([{ source: null, firing: [], changes: [] }]);
  });
});
