import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it, test } from 'vitest';
import type { Service } from '../../compose/index.ts';
import { addressText, collide, wantedPorts } from '../wanted-ports.ts';
import { bindTest } from './bind-test.ts';
import { checkPorts } from './ports.ts';
import { type ExampleInput, exampleContainer, exampleInput } from './preflight-example.ts';

const ipv6 = Object.values(networkInterfaces()).some((all) => all?.some((a) => a.address === '::1'));

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** Really listens; a free port if none is given. */
async function listen(host = '127.0.0.1', port = 0): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, ipv6Only: host.includes(':') }, resolve);
  });
  open.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as { port: number }).port;
}

async function bindUdp(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  open.push(() => new Promise<void>((resolve) => socket.close(() => resolve())));
  return socket.address().port;
}

const port = (published: number | string, more: Record<string, unknown> = {}): Partial<Service> => ({
  image: 'x:1',
  ports: [{ target: 80, published: String(published), protocol: 'tcp', mode: 'ingress', ...more }],
});

async function findingsOf(given: ExampleInput) {
  const all = await checkPorts(exampleInput(given));
  return all.map((f) => ({ code: f.diagnosis.code, level: f.level, title: f.diagnosis.title, fix: f.fix }));
}

describe('wanted ports', () => {
  it('are the fixed ones, of TCP and UDP', () => {
    const ports = [
      ...(port(8080).ports ?? []),
      ...(port(53, { protocol: 'udp', host_ip: '127.0.0.1' }).ports ?? []),
      ...(port('8000-8010').ports ?? []),
      ...(port(0).ports ?? []),
      ...(port(9000, { protocol: 'sctp' }).ports ?? []),
      { target: 81, protocol: 'tcp', mode: 'ingress' },
    ];
    expect(wantedPorts(exampleInput({ services: { a: { ports } } }).model)).toEqual([
      { service: 'a', target: 80, protocol: 'tcp', hostIp: '', port: 8080 },
      { service: 'a', target: 80, protocol: 'udp', hostIp: '127.0.0.1', port: 53 },
    ]);
  });

  test.each([
    ['', '', true],
    ['', '127.0.0.1', true],
    ['::1', '', true],
    ['0.0.0.0', '127.0.0.1', true],
    ['::', '::1', true],
    ['127.0.0.1', '127.0.0.2', false],
    ['0.0.0.0', '::1', false],
    ['::', '0.0.0.0', false],
  ])('"%s" and "%s" collide: %s', (a, b, answer) => {
    expect([collide(a, b), collide(b, a)]).toEqual([answer, answer]);
  });

  it('are written as people do', () => {
    expect(addressText({ hostIp: '', port: 80, protocol: 'tcp' })).toBe('0.0.0.0:80');
    expect(addressText({ hostIp: '::1', port: 53, protocol: 'udp' })).toBe('[::1]:53/udp');
  });
});

describe('a try to listen', () => {
  it('tells a taken port from a free one, and leaves it free', async () => {
    const taken = await listen();
    expect(await bindTest(taken, '127.0.0.1', 'tcp')).toBe('taken');
    expect(await bindTest(taken, '', 'tcp')).toBe('taken');
    expect(await bindTest(taken, '127.0.0.2', 'tcp')).toBe('free');
    await open.pop()?.();
    expect(await bindTest(taken, '', 'tcp')).toBe('free');
    expect(await bindTest(taken, '', 'tcp')).toBe('free');
  });

  it('keeps TCP and UDP apart', async () => {
    const udp = await bindUdp();
    expect(await bindTest(udp, '', 'udp')).toBe('taken');
    expect(await bindTest(udp, '', 'tcp')).toBe('free');
  });

  it('knows an address that the machine does not have', async () => {
    expect(await bindTest(18_080, '192.0.2.1', 'tcp')).toBe('no-address');
    expect(await bindTest(18_080, '192.0.2.1', 'udp')).toBe('no-address');
  });

  it.skipIf(!ipv6)('tries IPv6 too where no address is given, as the engine will', async () => {
    const taken = await listen('::1');
    expect(await bindTest(taken, '', 'tcp')).toBe('taken');
    expect(await bindTest(taken, '0.0.0.0', 'tcp')).toBe('free');
  });
});

describe('port conflicts', () => {
  it('names the program and offers the next free port', async () => {
    const taken = await listen();
    const [finding, ...rest] = await findingsOf({ services: { web: port(taken, { host_ip: '127.0.0.1' }) } });
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({
      code: 'PORT_TAKEN',
      level: 'error',
      fix: { service: 'web', target: 80, protocol: 'tcp', hostIp: '127.0.0.1', from: taken },
    });
    expect(finding?.fix?.to).toBeGreaterThan(taken);
    expect(await bindTest(finding?.fix?.to ?? 0, '127.0.0.1', 'tcp')).toBe('free');
    if (process.platform === 'linux') {
      expect(finding?.title).toContain(`127.0.0.1:${taken}`);
      expect(finding?.title).toContain(`(pid ${process.pid})`);
      expect(finding?.fix?.owner).toContain(`(pid ${process.pid})`);
    }
  });

  it('offers nothing that another service wants, a container has, a program has, or was offered before', async () => {
    const first = await listen();
    await listen('127.0.0.1', first + 1).catch(() => undefined);
    const services = {
      a: port(first),
      b: port(first + 2),
      // Asks for the same as `a`: another free port than that of `a`.
      c: port(first, { target: 81 }),
    };
    const containers = [exampleContainer({ name: 'other', port: first + 3 })];
    const all = await findingsOf({ services, containers });
    const codes = all.map((f) => f.code);
    expect(codes).toContain('PORT_TAKEN');
    expect(codes).toContain('PORT_DUPLICATE');
    const offered = all.map((f) => f.fix?.to ?? 0);
    expect(new Set(offered).size).toBe(offered.length);
    for (const to of offered) expect(to).toBeGreaterThan(first + 3);
  });

  it('offers no port of a service that is off: it would be missed when that one is switched on', async () => {
    const first = await listen();
    const input = exampleInput({ services: { a: port(first) } });
    const off = { b: port(first + 1), c: port(first + 2) } as Record<string, Service>;
    const [finding] = await checkPorts({ ...input, model: { ...input.model, disabled: off } });
    expect(finding?.fix?.to).toBeGreaterThan(first + 2);
  });

  it('names a container and its project', async () => {
    const containers = [exampleContainer({ name: 'shop-web-1', project: 'shop', port: 18_411 })];
    const [finding] = await findingsOf({ services: { web: port(18_411) }, containers, local: false });
    expect(finding).toMatchObject({
      code: 'PORT_TAKEN',
      fix: { from: 18_411, to: 18_412, owner: 'container shop-web-1 of project shop' },
    });
    expect(finding?.title).toBe('Port 0.0.0.0:18411 is already in use by container shop-web-1 of project shop');
    const [single] = await findingsOf({
      services: { web: port(18_411) },
      containers: [exampleContainer({ name: 'db', port: 18_411 })],
      local: false,
    });
    expect(single?.title).toContain('in use by container db');
  });

  it('is none with a container on another address, family or protocol', async () => {
    const containers = [
      exampleContainer({ name: 'a', port: 18_411, ip: '127.0.0.1' }),
      exampleContainer({ name: 'b', port: 18_411, ip: '::1' }),
      exampleContainer({ name: 'c', port: 18_411, protocol: 'udp' }),
    ];
    expect(await findingsOf({ services: { web: port(18_411, { host_ip: '127.0.0.2' }) }, containers })).toEqual([]);
  });

  test.each(['running', 'paused'] as const)("is none with the project's own container that is %s", async (state) => {
    const taken = await listen();
    const own = exampleContainer({ name: 'demo-web-1', project: 'demo', port: taken, state });
    expect(await findingsOf({ services: { web: port(taken) }, previous: [own], containers: [own] })).toEqual([]);
  });

  it('finds one port asked for twice, whoever has it', async () => {
    const services = {
      a: port(18_411),
      b: port(18_411, { host_ip: '127.0.0.1' }),
      c: port(18_411, { protocol: 'udp' }),
    };
    const all = await findingsOf({ services });
    expect(all).toMatchObject([{ code: 'PORT_DUPLICATE', fix: { service: 'b', from: 18_411 } }]);
    expect(all[0]?.title).toBe('Port 127.0.0.1:18411 is asked for twice: by a and b');
  });

  it('knows that an engine without root rights opens no port below 1024', async () => {
    const [finding, ...rest] = await findingsOf({ services: { web: port(80) }, info: { rootless: true } });
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ code: 'PORT_PRIVILEGED', fix: { from: 80 } });
    expect(finding?.fix?.to).toBeGreaterThan(10_080);
  });

  it('says that an address is not there, and offers no port on it', async () => {
    const [finding] = await findingsOf({ services: { web: port(18_411, { host_ip: '192.0.2.1' }) } });
    expect(finding).toMatchObject({ code: 'PORT_ADDRESS', fix: undefined });
    expect(finding?.title).toContain('192.0.2.1');
  });

  it("does not try ports of a distant engine's machine here", async () => {
    const taken = await listen();
    expect(await findingsOf({ services: { web: port(taken) }, local: false })).toEqual([]);
  });

  it('offers none above the last port', async () => {
    const containers = [exampleContainer({ name: 'x', port: 65_535 })];
    const [finding] = await findingsOf({ services: { web: port(65_535) }, containers });
    expect(finding).toMatchObject({ code: 'PORT_TAKEN', fix: undefined });
  });
});
