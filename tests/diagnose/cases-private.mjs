import { pullCases } from './cases-images.mjs';
import { busybox, prefix } from './engine-client.mjs';
import { tar } from './tar.mjs';

const port = {
  ExposedPorts: { '80/tcp': {} },
  HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8099' }] } },
};

const containerd = { features: { 'containerd-snapshotter': true } };

/** Done to engines of our own only; the last cases of a variant break the engine. */
export const privateVariants = [
  {
    engines: ['20', '28'],
    options: {},
    image: true,
    // The data root is a file system of 160 MB.
    small: true,
    cases: [
      [
        'NETWORK_POOL_EXHAUSTED',
        async (engine) => {
          for (let n = 0; n < 4; n++) await engine.network();
        },
      ],
      [
        'DISK_FULL',
        (engine) => engine.build(tar({ Dockerfile: `FROM ${busybox}\nCOPY big /\n`, big: Buffer.alloc(120_000_000) })),
      ],
      [
        'DISK_FULL',
        (engine) =>
          engine.call('image.create', 'POST', `/images/create?fromSrc=-&repo=${prefix}big&tag=1`, {
            body: tar({ big: Buffer.alloc(170_000_000) }),
          }),
      ],
      [
        'IPTABLES',
        async (engine, lab) => {
          const id = await engine.create(port);
          for (const table of ['nat', 'filter']) {
            for (const option of ['-F', '-X']) lab.own.inside(`${lab.iptables}/iptables`, ['-t', table, option]);
          }
          await engine.start(id);
        },
      ],
      [
        'ENGINE_LOST',
        async (engine, lab) => {
          const id = await engine.run({});
          const waiting = engine.call('container.wait', 'POST', `/containers/${id}/wait`, { subject: id });
          setTimeout(() => lab.own.daemon.kill('SIGKILL'), 300);
          await waiting;
        },
      ],
    ],
  },
  {
    engines: ['20', '28'],
    options: { 'userland-proxy-path': '/bin/false' },
    image: true,
    cases: [['PORT_FORWARD_FAILED', (engine) => engine.run(port)]],
  },
  // How the engine reads images when containerd keeps them, as new installations of Docker 29 do.
  { engines: ['28'], name: 'containerd', options: { ...containerd, 'storage-driver': 'overlayfs' }, cases: pullCases },
  {
    engines: ['28'],
    name: 'containerd',
    options: { ...containerd, 'storage-driver': 'overlay2' },
    cases: [['ENGINE_STORAGE', (engine, lab) => engine.pull(`${lab.registry}/t-diag/cut:1`)]],
  },
];
