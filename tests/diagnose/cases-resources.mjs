import { busybox, label, prefix } from './engine-client.mjs';
import { tar } from './tar.mjs';

const subnet = (Subnet, Gateway) => ({ IPAM: { Config: [{ Subnet, ...(Gateway ? { Gateway } : {}) }] } });
const join = (network, IPv4Address) => ({
  HostConfig: { NetworkMode: network },
  NetworkingConfig: { EndpointsConfig: { [network]: { IPAMConfig: { IPv4Address } } } },
});
const connect = (engine, network, container) =>
  engine.call('network.connect', 'POST', `/networks/${network}/connect`, {
    body: { Container: container },
    subject: network,
  });

/** Networks, volumes, images at rest and the talk with the engine itself. */
export const resourceCases = [
  [
    'NETWORK_OVERLAP',
    async (engine) => {
      await engine.network(subnet('10.222.0.0/24'));
      await engine.network(subnet('10.222.0.0/16'));
    },
  ],
  [
    'NETWORK_NAME_TAKEN',
    async (engine) => {
      await engine.network({}, `${prefix}same`);
      await engine.network({}, `${prefix}same`);
    },
  ],
  [
    { 20: 'NETWORK_AMBIGUOUS' },
    async (engine) => {
      for (let n = 0; n < 2; n++) await engine.network({ CheckDuplicate: false }, `${prefix}twin`);
      await connect(engine, `${prefix}twin`, await engine.run({}));
    },
  ],
  ['NETWORK_SUBNET_INVALID', (engine) => engine.network(subnet('10.222.1.0/99'))],
  ['NETWORK_SUBNET_INVALID', (engine) => engine.network(subnet('nonsense'))],
  ['NETWORK_SUBNET_INVALID', (engine) => engine.network(subnet('10.222.2.0/24', '10.99.0.1'))],
  ['NETWORK_DRIVER_MISSING', (engine) => engine.network({ Driver: 'no-such-driver' })],
  ['NETWORK_MISSING', async (engine) => connect(engine, `${prefix}nowhere`, await engine.run({}))],
  [
    'NETWORK_MISSING',
    (engine) => engine.call('network.remove', 'DELETE', `/networks/${prefix}nowhere`, { subject: `${prefix}nowhere` }),
  ],
  [
    'NETWORK_MISSING',
    async (engine) => {
      const network = await engine.network({}, `${prefix}gone`);
      const id = await engine.create({ HostConfig: { NetworkMode: `${prefix}gone` } });
      await engine.call('network.remove', 'DELETE', `/networks/${network}`);
      await engine.start(id);
    },
  ],
  [
    'NETWORK_ACTIVE_ENDPOINTS',
    async (engine) => {
      const network = await engine.network();
      await engine.run({ HostConfig: { NetworkMode: network } });
      await engine.call('network.remove', 'DELETE', `/networks/${network}`, { subject: network });
    },
  ],
  [
    'NETWORK_ENDPOINT_EXISTS',
    async (engine) => {
      const network = await engine.network();
      const id = await engine.run({ HostConfig: { NetworkMode: network } });
      await connect(engine, network, id);
    },
  ],
  [
    'NETWORK_ADDRESS_TAKEN',
    async (engine) => {
      await engine.network(subnet('10.222.3.0/24'), `${prefix}fixed`);
      await engine.run(join(`${prefix}fixed`, '10.222.3.9'));
      await engine.run(join(`${prefix}fixed`, '10.222.3.9'));
    },
  ],
  [
    'NETWORK_ADDRESS_OUTSIDE',
    async (engine) => {
      await engine.network(subnet('10.222.4.0/24'), `${prefix}fixed`);
      await engine.run(join(`${prefix}fixed`, '10.1.2.3'));
    },
  ],
  [
    'NETWORK_ADDRESS_OUTSIDE',
    async (engine) => {
      await engine.network({}, `${prefix}own`);
      await engine.run(join(`${prefix}own`, '10.1.2.3'));
    },
  ],
  [
    { podman: 'NETWORK_MISSING', others: 'NETWORK_MODE_CONFLICT' },
    async (engine) => connect(engine, 'host', await engine.run({})),
  ],
  [
    'ENGINE_UNSUPPORTED',
    async (engine) => {
      const EndpointsConfig = { [`${prefix}one`]: {}, [`${prefix}two`]: {} };
      for (const name of Object.keys(EndpointsConfig)) await engine.network({}, name);
      await engine.create({ HostConfig: { NetworkMode: `${prefix}one` }, NetworkingConfig: { EndpointsConfig } });
    },
  ],
  [
    'ENGINE_ERROR',
    (engine) => engine.network({ Options: { 'com.docker.network.bridge.name': 'a-name-that-is-too-long-for-linux' } }),
  ],

  [
    'VOLUME_MISSING',
    (engine) => engine.call('volume.inspect', 'GET', `/volumes/${prefix}nowhere`, { subject: `${prefix}nowhere` }),
  ],
  [
    'VOLUME_IN_USE',
    async (engine) => {
      const name = await engine.volume();
      await engine.create({ HostConfig: { Binds: [`${name}:/x`] } });
      await engine.call('volume.remove', 'DELETE', `/volumes/${name}`, { subject: name });
    },
  ],
  ['VOLUME_DRIVER_MISSING', (engine) => engine.volume({ Driver: 'no-such-driver' })],
  [
    'VOLUME_DRIVER_MISSING',
    (engine) =>
      engine.create({
        HostConfig: {
          Mounts: [
            {
              Type: 'volume',
              Source: `${prefix}v`,
              Target: '/x',
              VolumeOptions: { DriverConfig: { Name: 'no-such' } },
            },
          ],
        },
      }),
  ],
  ['VOLUME_NAME_INVALID', (engine) => engine.volume({}, 'not/a/name')],
  [
    'VOLUME_MOUNT_FAILED',
    async (engine, lab) => {
      const device = `${lab.directory}/no-volume`;
      const name = await engine.volume({ DriverOpts: { type: 'none', o: 'bind', device } });
      await engine.run({ HostConfig: { Binds: [`${name}:/x`] } });
    },
  ],
  [
    'VOLUME_MOUNT_FAILED',
    async (engine) => {
      const name = await engine.volume({
        DriverOpts: { type: 'nfs', o: 'addr=127.0.0.1,soft,timeo=1,retrans=1', device: ':/x' },
      });
      await engine.run({ HostConfig: { Binds: [`${name}:/x`] } });
    },
  ],
  ['VOLUME_MOUNT_FAILED', (engine) => engine.volume({ DriverOpts: { type: 'nfs', o: 'rw' } })],
  ['SETTING_REFUSED', (engine) => engine.volume({ DriverOpts: { nonsense: '1' } })],

  [
    { 20: 'IMAGE_IN_USE', 28: 'IMAGE_IN_USE' },
    async (engine) => {
      await engine.call('image.create', 'POST', `/images/create?fromSrc=-&repo=${prefix}used&tag=1`, {
        body: tar({ used: String(Math.random()) }),
      });
      await engine.create({ Image: `${prefix}used:1`, Cmd: ['/used'] });
      await engine.call('image.remove', 'DELETE', `/images/${prefix}used:1`, { subject: `${prefix}used:1` });
    },
  ],
  [
    'IMAGE_MISSING',
    (engine) =>
      engine.call('image.remove', 'DELETE', `/images/localhost/${prefix}nowhere:1`, {
        subject: `localhost/${prefix}nowhere:1`,
      }),
  ],
  [
    'IMAGE_MISSING',
    (engine) =>
      engine.call('image.inspect', 'GET', `/images/localhost/${prefix}nowhere:1/json`, {
        subject: `localhost/${prefix}nowhere:1`,
      }),
  ],
  [
    'IMAGE_REFERENCE_INVALID',
    (engine) => engine.call('image.tag', 'POST', `/images/${busybox}/tag?repo=Upper&tag=1`, { subject: 'Upper:1' }),
  ],

  ['ENGINE_TOO_OLD', (engine) => engine.call('engine.info', 'GET', '/v1.99/info', { raw: true })],
  ['ENGINE_CLIENT_TOO_OLD', (engine) => engine.call('engine.info', 'GET', '/v1.11/info', { raw: true })],
  ['ENGINE_UNSUPPORTED', (engine) => engine.call('engine.info', 'GET', '/nothing/here')],
  ['ENGINE_UNSUPPORTED', (engine) => engine.call('swarm.list', 'GET', '/services')],
  [
    'ENGINE_ERROR',
    (engine) =>
      engine.call('container.list', 'GET', `/containers/json?filters=${encodeURIComponent('{"nonsense":["1"]}')}`, {
        subject: label,
      }),
  ],
];
