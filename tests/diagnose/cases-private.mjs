import { spawnSync } from 'node:child_process';
import { busybox, prefix } from './engine-client.mjs';
import { tar } from './tar.mjs';

const port = { ExposedPorts: { '80/tcp': {} }, HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8099' }] } } };

/** Done to an engine of our own only, in this order: the last ones break it. */
export const privateCases = [
  ['NETWORK_POOL_EXHAUSTED', async (engine) => {
    for (let n = 0; n < 4; n++) await engine.network();
  }],
  // The data root is a file system of 160 MB.
  ['DISK_FULL', (engine) => engine.build(tar({ Dockerfile: `FROM ${busybox}\nRUN dd if=/dev/zero of=/big bs=1M count=400\nRUN true\n` }))],
  ['DISK_FULL', async (engine) => {
    await engine.call('image.create', 'POST', `/images/create?fromSrc=-&repo=${prefix}big&tag=1`, { body: tar({ big: Buffer.alloc(150_000_000) }) });
    await engine.call('image.create', 'POST', `/images/create?fromSrc=-&repo=${prefix}big2&tag=1`, { body: tar({ big: Buffer.alloc(150_000_001) }) });
  }],
  ['IPTABLES', async (engine, lab) => {
    const id = await engine.create(port);
    for (const table of ['nat', 'filter']) {
      lab.own.inside(`${lab.iptables}/iptables`, ['-t', table, '-F']);
      lab.own.inside(`${lab.iptables}/iptables`, ['-t', table, '-X']);
    }
    await engine.start(id);
  }],
  ['PORT_FORWARD_FAILED', (engine) => engine.run(port), { 'userland-proxy-path': '/bin/false' }],
  ['ENGINE_LOST', async (engine, lab) => {
    const id = await engine.run({});
    const waiting = engine.call('container.wait', 'POST', `/containers/${id}/wait`, { subject: id });
    setTimeout(() => lab.own.daemon.kill('SIGKILL'), 300);
    setTimeout(() => spawnSync('pkill', ['-KILL', '-P', String(lab.own.daemon.pid)]), 600);
    await waiting;
  }],
];
