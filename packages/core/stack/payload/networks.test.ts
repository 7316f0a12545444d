import { describe, expect, test } from 'vitest';
import { PayloadError } from './payload-error.ts';
import { examplePayload } from './payload-example.ts';

const endpoints = (...args: Parameters<typeof examplePayload>) =>
  examplePayload(...args).spec.NetworkingConfig?.EndpointsConfig;

const three = {
  networks: {
    default: null,
    front: { priority: 10, aliases: ['www'], ipv4_address: '10.0.0.5', link_local_ips: [] },
    back: { driver_opts: { a: 'b' } },
  },
};
const names = ['demo-web-1', 'web'];

describe('networks', () => {
  test('highest priority first, then by name', () => {
    const { spec, furtherNetworks } = examplePayload(three);
    expect(spec.HostConfig.NetworkMode).toBe('demo_front');
    expect(spec.NetworkingConfig?.EndpointsConfig).toEqual({
      demo_front: { Aliases: [...names, 'www'], IPAMConfig: { IPv4Address: '10.0.0.5' } },
      demo_back: { Aliases: names, DriverOpts: { a: 'b' } },
      demo_default: { Aliases: names },
    });
    expect(Object.keys(spec.NetworkingConfig?.EndpointsConfig ?? {})).toEqual([
      'demo_front',
      'demo_back',
      'demo_default',
    ]);
    expect(furtherNetworks).toEqual([]);
  });

  test('below API 1.44 the others are connected afterwards', () => {
    const { spec, furtherNetworks } = examplePayload(three, { apiMinor: 43 });
    expect(Object.keys(spec.NetworkingConfig?.EndpointsConfig ?? {})).toEqual(['demo_front']);
    expect(furtherNetworks.map((n) => n.network)).toEqual(['demo_back', 'demo_default']);
  });

  test('no network at all', () => {
    expect(examplePayload({ networks: {} }).spec.HostConfig.NetworkMode).toBe('none');
    expect(endpoints({ networks: {}, network_mode: 'host' })).toBeUndefined();
  });

  test('the MAC address moved to the endpoint with API 1.44', () => {
    const service = { mac_address: '02:00:00:00:00:01' };
    expect(endpoints(service)).toMatchObject({ demo_default: { MacAddress: '02:00:00:00:00:01' } });
    expect(examplePayload(service).spec).not.toHaveProperty('MacAddress');
    const old = examplePayload(service, { apiMinor: 43 }).spec;
    expect(old.MacAddress).toBe('02:00:00:00:00:01');
  });

  test('gateway priority and interface name by API version', () => {
    const gateway = { networks: { back: { gw_priority: 4 } } };
    expect(endpoints(gateway)).toMatchObject({ demo_back: { GwPriority: 4 } });
    expect(endpoints(gateway, { apiMinor: 47 })?.demo_back).not.toHaveProperty('GwPriority');
    const named = { networks: { back: { interface_name: 'eth9' } } };
    expect(endpoints(named)).toMatchObject({
      demo_back: { DriverOpts: { 'com.docker.network.endpoint.ifname': 'eth9' } },
    });
    expect(() => endpoints(named, { apiMinor: 48 })).toThrow(PayloadError);
  });

  test('links name every container of the other service in three ways', () => {
    const { spec } = examplePayload({ links: ['db:sql'], external_links: ['old_redis:cache'] });
    const links = ['demo-db-1:sql', 'demo-db-1:db-1', 'demo-db-1:demo-db-1', 'old_redis:cache'];
    expect(spec.HostConfig.Links).toEqual(links);
    expect(spec.NetworkingConfig?.EndpointsConfig.demo_default?.Links).toEqual(links);
  });
});
