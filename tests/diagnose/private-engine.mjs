import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { busybox, EngineClient } from './engine-client.mjs';

/**
 * An engine of our own, in a network namespace of its own, for what must not be done to the shared ones: using up address
 * pools, wiping firewall rules, killing the daemon. `options` go into daemon.json.
 */
export class PrivateEngine {
  constructor(tree, directory, options = {}) {
    this.tree = tree;
    this.directory = directory;
    this.options = options;
    this.netns = `stzdiag${process.pid % 10_000}${PrivateEngine.count++}`;
    this.socket = join(directory, 'engine.sock');
    this.client = new EngineClient(this.socket);
  }
  static count = 0;

  async start() {
    mkdirSync(this.directory, { recursive: true });
    must('ip', ['netns', 'add', this.netns]);
    must('ip', ['-n', this.netns, 'link', 'set', 'lo', 'up']);
    const file = join(this.directory, 'daemon.json');
    const config = {
      'data-root': join(this.directory, 'data'),
      'exec-root': join(this.directory, 'exec'),
      pidfile: join(this.directory, 'docker.pid'),
      hosts: [`unix://${this.socket}`],
      'storage-driver': 'overlay2',
      'shutdown-timeout': 3,
      bip: '10.231.0.1/24',
      'default-address-pools': [{ base: '10.232.0.0/23', size: 24 }],
      ...this.options,
    };
    writeFileSync(file, JSON.stringify(config));
    // dockerd starts a containerd of its own when none is named; `ip netns exec` would hide the cgroup mounts.
    const PATH = [
      `${this.tree}/../iptables`,
      `${this.tree}/usr/bin`,
      `${this.tree}/usr/sbin`,
      '/usr/sbin:/usr/bin:/sbin:/bin',
    ].join(':');
    this.daemon = spawn('nsenter', [`--net=/run/netns/${this.netns}`, 'dockerd', '--config-file', file], {
      env: { ...process.env, PATH },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.log = '';
    this.daemon.stderr.on('data', (data) => (this.log += data));
    for (let n = 0; n < 300; n++) {
      if (this.daemon.exitCode !== null) throw new Error(`dockerd ended: ${this.log.slice(-500)}`);
      if (existsSync(this.socket) && (await this.client.call('ping', 'GET', '/_ping').catch(() => undefined)))
        return this;
      await sleep(100);
    }
    throw new Error(`dockerd does not answer: ${this.log.slice(-500)}`);
  }

  /** Copies the lab's test image from a shared engine. */
  async load(from, docker) {
    const script = `set -o pipefail; ${docker} -H unix://${from} save ${busybox} | ${docker} -H unix://${this.socket} load`;
    must('bash', ['-c', script]);
  }

  /** A killed daemon leaves containerd and its shims, whose command lines name our own folder, and containers, whose root lies in it. */
  leftOver() {
    const read = (pid, file) => readFileSync(`/proc/${pid}/${file}`, 'latin1');
    const inside = (text) => text.includes(`${this.directory}/`);
    const ours = (pid) => {
      try {
        if (inside(read(pid, 'cmdline'))) return true;
        const root = read(pid, 'mountinfo')
          .split('\n')
          .find((line) => line.split(' ')[4] === '/');
        return root !== undefined && inside(root);
      } catch {
        return false;
      }
    };
    return readdirSync('/proc')
      .filter((pid) => /^\d+$/.test(pid) && ours(pid))
      .map(Number);
  }

  inside(command, args) {
    return spawnSync('nsenter', [`--net=/run/netns/${this.netns}`, command, ...args], { encoding: 'utf8' });
  }

  async stop() {
    if (this.daemon && this.daemon.exitCode === null && this.daemon.signalCode === null) {
      const ended = new Promise((resolve) => this.daemon.once('exit', resolve));
      this.daemon.kill('SIGTERM');
      await Promise.race([ended, sleep(15_000)]);
      this.daemon.kill('SIGKILL');
    }
    for (const pid of this.leftOver()) process.kill(pid, 'SIGKILL');
    await sleep(300);
    spawnSync('ip', ['netns', 'del', this.netns]);
    const mounts = spawnSync('findmnt', ['-rno', 'TARGET'], { encoding: 'utf8' }).stdout.split('\n');
    for (const one of mounts.filter((path) => path.startsWith(`${this.directory}/`)).reverse())
      spawnSync('umount', ['-l', one]);
  }
}

function must(command, args) {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}
