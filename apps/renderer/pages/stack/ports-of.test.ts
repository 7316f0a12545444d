import { expect, it } from 'vitest';
import type { ServiceRow } from '../../state/rows.ts';
import { portsOf, webAddress } from './ports-of.ts';

const port = (published: number, target: number) => ({ ip: '127.0.0.1', published, target, protocol: 'tcp' });
const row = (web?: { port: number; path: string }): ServiceRow => ({
  service: 'grafana',
  title: 'Grafana',
  tier: 'monitoring',
  entry: web ? ({ web } as unknown as NonNullable<ServiceRow['entry']>) : undefined,
  status: {
    service: 'grafana',
    state: 'healthy',
    containers: [],
    ports: [port(10302, 3000), port(10302, 3000), port(9000, 90), port(0, 91)],
  },
  state: 'healthy',
  tone: 'ok',
  problem: false,
  neededBy: [],
  killed: false,
});

it('names each published port once, and whether it was moved', () => {
  const choices = [
    { service: 'grafana', target: 3000, protocol: 'tcp', hostIp: '', published: 10302, default: 10301, moved: true },
  ];
  expect(portsOf(row(), choices)).toEqual([
    { published: 9000, target: 90, moved: false },
    { published: 10302, target: 3000, moved: true },
  ]);
});

it('leads to its page where it is published now', () => {
  expect(webAddress(row({ port: 3000, path: '/login' }))).toBe('http://127.0.0.1:10302/login');
  expect(webAddress(row({ port: 1, path: '/' }))).toBeUndefined();
});
