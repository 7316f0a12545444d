import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = '/var/cache/sutazai-lab';
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
export const docker = `${cache}/tree28/usr/bin/docker`;
export const tree = (name) => `${cache}/tree${name}`;
export const iptables = `${cache}/iptables`;

/** The engines of tests/lab that run now: `{ '28': { socket, version } }`. */
export function labEngines() {
  const status = JSON.parse(execFileSync('bash', [here('../lab/lab.sh'), 'status'], { encoding: 'utf8' }));
  return Object.fromEntries(Object.entries(status.engines).filter(([name, one]) => one.running && name !== 'registry'));
}

/** Network namespace of an engine of the lab, and an address in it that the engine does not trust (tests/lab/lib/start.sh). */
const spaces = { 20: ['stzlab20', '10.215.0.1'], podman: ['stzlabpod', '10.219.255.2'] };

/** What the cases of one engine need around it: folders, a listener, registries that fail. */
export class Places {
  children = [];
  directory = mkdtempSync(join(tmpdir(), 'sutazai-t-diag-'));
  /** The engine's name in the lab, or the namespace of one of our own and its address. */
  constructor(engine) {
    const [space, outside] = Array.isArray(engine) ? engine : (spaces[engine] ?? []);
    this.enter = space ? ['nsenter', `--net=/run/netns/${space}`] : [];
    // Podman asks every registry for encryption but those that its configuration names: the tests' side of the lab.
    this.registry = engine === 'podman' ? '10.219.255.1:15977' : '127.0.0.1:15977';
    this.registryOutside = engine === 'podman';
    // Not on the engine's loopback, so that it insists on encryption.
    const address = outside ?? ownAddress();
    this.outerRegistry = `${address}:15977`;
    this.tlsRegistry = `${address}:15978`;
  }

  // Also when the recorder is stopped half-way.
  onExit = () => this.stopChildren();

  async open() {
    process.once('exit', this.onExit);
    const [cert, key] = ['cert.pem', 'key.pem'].map((name) => join(this.directory, name));
    const subject = [
      '-subj',
      '/CN=sutazai-t-diag',
      '-days',
      '1',
      '-nodes',
      '-newkey',
      'rsa:2048',
      '-keyout',
      key,
      '-out',
      cert,
    ];
    execFileSync('openssl', ['req', '-x509', ...subject], { stdio: 'ignore' });
    const registry = [process.execPath, here('fake-registry.mjs'), '15977', '15978', cert, key];
    await this.child(registry);
    if (this.registryOutside) await this.child(registry, []);
    this.tlsPort = 15_978;
    this.plainPort = 15_977;
    return this;
  }
  folder(name) {
    const path = join(this.directory, name);
    mkdirSync(path, { recursive: true });
    return path;
  }
  file(name) {
    const path = join(this.directory, name);
    writeFileSync(path, 'a file');
    return path;
  }
  /** A program that is no container listens on the port, where the engine lives. */
  occupy(port) {
    return this.child([
      process.execPath,
      '-e',
      `require('net').createServer().listen(${port}, '127.0.0.1', () => console.log('ready'))`,
    ]);
  }
  child(command, enter = this.enter) {
    const [program, ...args] = [...enter, ...command];
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.children.push(child);
    return new Promise((resolve, reject) => {
      child.stdout.once('data', resolve);
      child.once('exit', (code) => reject(new Error(`${command.join(' ')} ended with ${code}`)));
    });
  }
  stopChildren() {
    for (const child of this.children) child.removeAllListeners('exit').kill();
  }
  close() {
    process.removeListener('exit', this.onExit);
    this.stopChildren();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function ownAddress() {
  const links = JSON.parse(
    execFileSync('ip', ['-json', '-4', 'addr', 'show', 'up', 'scope', 'global'], { encoding: 'utf8' }),
  );
  const plain = links
    .flatMap((one) => one.addr_info.map((address) => address.local))
    .find((one) => !one.startsWith('10.21'));
  return plain ?? '127.0.0.1';
}
