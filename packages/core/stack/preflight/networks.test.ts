import { describe, expect, it, test } from 'vitest';
import type { Network } from '../../compose/index.ts';
import type { Engine, NetworkSummary } from '../../engine/index.ts';
import { checkNetworks } from './networks.ts';
import { exampleInput } from './preflight-example.ts';

const bridge = (name: string, driver = 'bridge') => ({ name, driver }) as NetworkSummary;
const others = (count: number) => Array.from({ length: count }, (_, i) => bridge(`other${i}`));
/** What every engine has of its own; the default bridge's range is counted in the pool's size already. */
const own = [bridge('bridge'), bridge('host', 'host'), bridge('none', 'null')];

async function found(networks: Record<string, Network>, existing: NetworkSummary[]) {
  const engine = { listNetworks: async () => [...own, ...existing] } as unknown as Engine;
  const findings = await checkNetworks({ ...exampleInput({ project: { networks } }), engine });
  return findings.map((f) => `${f.level} ${f.diagnosis.code} ${f.diagnosis.title}`);
}

describe('networks', () => {
  it('that still fit are no finding', async () => {
    expect(await found({ default: { name: 'demo_default' } }, others(29))).toEqual([]);
  });

  it('that would not get an address range are told by name', async () => {
    const [finding, ...rest] = await found(
      { default: { name: 'demo_default' }, back: { name: 'demo_back' } },
      others(29),
    );
    expect(rest).toEqual([]);
    expect(finding).toMatch(/^warning NETWORK_POOL_EXHAUSTED .*default, back/);
  });

  test.each<[string, Network]>([
    ['one that exists', { name: 'other3' }],
    ['one of somebody else', { name: 'shared', external: true }],
    ['one with a range of its own', { name: 'demo_x', ipam: { config: [{ subnet: '10.9.0.0/24' }] } }],
    ['one that is no bridge', { name: 'demo_x', driver: 'macvlan' }],
  ])('do not count %s', async (_, network) => {
    expect(await found({ x: network }, others(40))).toEqual([]);
  });
});
