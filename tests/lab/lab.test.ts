import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { env } from 'node:process';
import { afterEach, describe, expect, it } from 'vitest';
import {
  composeCli,
  dockerCli,
  type Engine,
  engine20,
  engine28,
  engine28small,
  labAvailable,
  labCommand,
  labStatus,
  type ProxyRules,
  registry,
  type SlowProxy,
  startSlowProxy,
  UNAVAILABLE,
} from './lab.ts';

interface Answer {
  status: number;
  body: Buffer;
  /** The connection broke before the end. */
  broken: boolean;
  ms: number;
}

function get(options: {
  socketPath?: string;
  host?: string;
  port?: number;
  path: string;
  timeout?: number;
  headers?: Record<string, string>;
}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const from = performance.now();
    const req = request(options, (res) => {
      const chunks: Buffer[] = [];
      let timer: NodeJS.Timeout | undefined;
      const done = (broken: boolean) => {
        clearTimeout(timer);
        req.destroy();
        resolve({ status: res.statusCode ?? 0, body: Buffer.concat(chunks), broken, ms: performance.now() - from });
      };
      if (options.timeout) timer = setTimeout(() => done(true), options.timeout);
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => done(false));
      res.on('error', () => done(true));
    });
    req.on('error', reject);
    req.end();
  });
}

const json = async (answer: Promise<Answer>): Promise<unknown> => JSON.parse((await answer).body.toString());

const lab = labAvailable();

describe.skipIf(!lab.ok)('the test lab', () => {
  it.each([
    [engine28(), /^(2[89]|[3-9]\d)\./, 1.51],
    [engine20(), /^20\.10\./, 1.41],
  ])('answers /version with the expected API (%#)', async (on: Engine, version, api) => {
    const answer = await json(get({ socketPath: on.socketPath, path: '/version' }));
    expect(answer).toMatchObject({ Version: expect.stringMatching(version), Os: 'linux' });
    expect(Number((answer as { ApiVersion: string }).ApiVersion)).toBeGreaterThanOrEqual(api);
  });

  it('has the same test images in both engines, and they run', async () => {
    const ids = [];
    for (const on of [engine28(), engine20()]) {
      const tags = ['sutazai-lab/busybox:1', 'sutazai-lab/pause:1', 'peer-pause:local'];
      const list = await dockerCli(on, ['image', 'inspect', '-f', '{{.Id}}', ...tags]);
      expect(list).toMatchObject({ code: 0, stderr: '' });
      ids.push(list.stdout);
      const said = await dockerCli(on, [
        'run',
        '--rm',
        '--network=none',
        'sutazai-lab/busybox:1',
        'sh',
        '-c',
        'id -un; exit 3',
      ]);
      expect(said).toEqual({ code: 3, stdout: 'root\n', stderr: '' });
      const job = await dockerCli(on, ['run', '--rm', '--network=none', 'sutazai-lab/pause:1', 'job', '10', '4']);
      expect(job.code).toBe(4);
    }
    expect(ids[0]).toBe(ids[1]);
  });

  it.each([engine28(), engine20()])('publishes ports of engine $name on $address', async (on) => {
    const name = `lab-test-${process.pid}`;
    const started = await dockerCli(on, [
      ...['run', '-d', '--rm', '--init', '--name', name, '-p', `${on.address}::80`],
      ...['sutazai-lab/busybox:1', 'httpd', '-f', '-h', '/etc'],
    ]);
    expect(started).toMatchObject({ code: 0 });
    try {
      const port = Number((await dockerCli(on, ['port', name, '80/tcp'])).stdout.trim().split(':').pop());
      let page = '';
      for (let tries = 0; tries < 50 && page === ''; tries++) {
        page = await get({ host: on.address, port, path: '/passwd' }).then(
          (answer) => answer.body.toString(),
          () => new Promise<string>((again) => setTimeout(again, 50, '')),
        );
      }
      expect(page).toContain('nobody');
    } finally {
      await dockerCli(on, ['rm', '-f', name]);
    }
  });

  it('reports itself, and up returns at once when all of it runs', async () => {
    const status = await labStatus();
    expect(status.engines['28']).toMatchObject({ socket: engine28().socketPath, running: true });
    expect(status.engines.registry).toMatchObject({ address: registry().address, running: true });
    const from = performance.now();
    expect(await labCommand(['up', '28', '20', 'registry'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(performance.now() - from).toBeLessThan(1000);
    expect((await labCommand(['env', '20'])).stdout).toBe(`DOCKER_HOST=${engine20().dockerHost}\n`);
    expect((await labCommand(['up', 'nonsense'])).code).not.toBe(0);
  });

  it('has the compose plug-in, on its own and behind docker', async () => {
    expect((await composeCli(engine28(), ['version', '--short'])).stdout).toMatch(/^\d+\.\d+\.\d+/);
    expect((await dockerCli(engine28(), ['compose', 'version', '--short'])).stdout).toMatch(/^\d+\.\d+\.\d+/);
  });
});

describe.skipIf(!lab.ok)('the lab registry', () => {
  const [host, port] = registry().address.split(':');
  const proxies: SlowProxy[] = [];
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.close();
  });

  async function through(
    rules: ProxyRules,
  ): Promise<{ proxy: SlowProxy; read(path: string, timeout?: number): Promise<Answer> }> {
    const proxy = await startSlowProxy(rules);
    proxies.push(proxy);
    const at = { host: '127.0.0.1', port: Number(proxy.address.split(':')[1]) };
    return { proxy, read: (path, timeout) => get({ ...at, path, ...(timeout ? { timeout } : {}) }) };
  }

  async function layers(repo: string): Promise<{ digest: string; size: number }[]> {
    const path = `/v2/${repo}/manifests/1`;
    const headers = { accept: 'application/vnd.docker.distribution.manifest.v2+json' };
    const manifest = await json(get({ host: String(host), port: Number(port), path, headers }));
    return (manifest as { layers: { digest: string; size: number }[] }).layers;
  }

  /** The layer of one megabyte in demo/small. */
  async function blob(): Promise<{ path: string; digest: string; size: number }> {
    const layer = (await layers('demo/small'))[1];
    if (!layer) throw new Error('demo/small has no second layer');
    return { ...layer, path: `/v2/demo/small/blobs/${layer.digest}` };
  }

  it('lists the demo images, of the sizes the pull tests need', async () => {
    const list = await json(get({ host: String(host), port: Number(port), path: '/v2/_catalog' }));
    expect((list as { repositories: string[] }).repositories).toEqual(
      expect.arrayContaining(['demo/big', 'demo/large', 'demo/small']),
    );
    const mb = async (repo: string) => (await layers(repo)).reduce((sum, layer) => sum + layer.size, 0) / 1024 / 1024;
    expect(await layers('demo/small')).toHaveLength(2);
    expect(await layers('demo/large')).toHaveLength(3);
    expect(await mb('demo/large')).toBeGreaterThan(30);
    expect(await mb('demo/big')).toBeGreaterThan(190);
  });

  it('is slowed by the proxy to the bandwidth asked for, and the bytes are right', async () => {
    const { path, digest } = await blob();
    const { proxy, read } = await through({ bytesPerSecond: 2 * 1024 * 1024 });
    const answer = await read(path);
    expect(`sha256:${createHash('sha256').update(answer.body).digest('hex')}`).toBe(digest);
    expect(answer.ms).toBeGreaterThan(400);
    expect(answer.ms).toBeLessThan(1500);
    expect(proxy.stats.bytes).toBe(answer.body.length);
  });

  it('breaks off, resumes, and stalls', async () => {
    const { path, size } = await blob();
    const { proxy, read } = await through({ cutAfterBytes: 100_000, cutTimes: 1 });
    const cut = await read(path);
    expect(cut.broken).toBe(true);
    expect(cut.body.length).toBeLessThanOrEqual(100_000);
    expect((await read(path)).body.length).toBe(size);
    expect(proxy.stats.cuts).toBe(1);
    proxy.set({ stallAfterBytes: 200_000 });
    const stalled = await read(path, 500);
    expect(stalled.broken).toBe(true);
    expect(stalled.body.length).toBeLessThanOrEqual(200_000);
    expect(proxy.stats.stalled).toBe(1);
  });

  it.each([
    [401, 'UNAUTHORIZED'],
    [403, 'DENIED'],
    [404, 'MANIFEST_UNKNOWN'],
    [429, 'TOOMANYREQUESTS'],
    [500, 'UNKNOWN'],
  ] as const)('refuses manifests with %i as a registry does', async (status, code) => {
    const { read } = await through({ manifestStatus: status });
    const answer = await read('/v2/demo/small/manifests/1');
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body.toString())).toMatchObject({ errors: [{ code }] });
    expect((await read('/v2/')).status).toBe(200);
  });

  it('is reached by the engines of other network namespaces through a proxy', async () => {
    const proxy = await startSlowProxy({ engine: engine20() });
    proxies.push(proxy);
    const image = `${proxy.address}/demo/small:1`;
    expect(await dockerCli(engine20(), ['pull', '-q', image])).toEqual({ code: 0, stdout: `${image}\n`, stderr: '' });
    await dockerCli(engine20(), ['rmi', image]);
  });

  it('breaks downloads, and has an image that does not fit, for the engine with the small disk', async () => {
    expect(await labCommand(['up', '28small'])).toMatchObject({ code: 0 });
    const proxy = await startSlowProxy({ engine: engine28small(), cutAfterBytes: 100_000 });
    proxies.push(proxy);
    // An engine that still has the layer from a run before would not download it.
    await dockerCli(engine28small(), ['system', 'prune', '-af']);
    const broken = await dockerCli(engine28small(), ['pull', '-q', `${proxy.address}/demo/small:1`]);
    expect(broken).toMatchObject({ code: 1, stderr: expect.stringContaining('EOF') });
    proxy.set({ cutAfterBytes: undefined });
    const pulled = await dockerCli(engine28small(), ['pull', '-q', `${proxy.address}/demo/big:1`]);
    expect(pulled).toMatchObject({ code: 1, stderr: expect.stringContaining('no space left on device') });
    expect(await labCommand(['down', '28small'])).toMatchObject({ code: 0 });
  });

  it('lets engine 28 pull through the proxy, and not without the password asked for', async () => {
    const { proxy } = await through({});
    const image = `${proxy.address}/demo/small:1`;
    expect(await dockerCli(engine28(), ['pull', '-q', image])).toEqual({ code: 0, stdout: `${image}\n`, stderr: '' });
    await dockerCli(engine28(), ['rmi', image]);
    proxy.set({ basicAuth: 'lab:secret' });
    const refused = await dockerCli(engine28(), ['pull', '-q', image]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('no basic auth credentials');
  });
});

describe('without the lab', () => {
  it('says why its tests are skipped', () => {
    const before = env[UNAVAILABLE];
    env[UNAVAILABLE] = 'it needs root';
    expect(labAvailable()).toEqual({ ok: false, reason: 'it needs root' });
    if (before === undefined) delete env[UNAVAILABLE];
    else env[UNAVAILABLE] = before;
  });
});
