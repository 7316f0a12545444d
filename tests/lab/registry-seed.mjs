// Pushes the demo images of the pull tests into the lab's registry, straight through its HTTP API: no engine takes part,
// so none has the layers already. Usage: node registry-seed.mjs http://127.0.0.1:PORT BUSYBOX_LAYER.tar
import { createCipheriv, createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const MB = 1024 * 1024;
const GZIP = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const CONFIG = 'application/vnd.docker.container.image.v1+json';

// Every image is busybox and files of noise on top: it can be run, and its size is its size on the wire. The noise is
// of a fixed key, so the digests are the same everywhere and a second seed has nothing to do.
const IMAGES = [
  { repo: 'demo/small', tag: '1', layersMb: [1] },
  { repo: 'demo/large', tag: '1', layersMb: [24, 24] },
  { repo: 'demo/big', tag: '1', layersMb: [80, 60, 40, 20] },
];

/** @param {Buffer} data */
const digest = (data) => `sha256:${createHash('sha256').update(data).digest('hex')}`;

/** @param {string} seed @param {number} bytes */
function noise(seed, bytes) {
  const key = createHash('sha256').update(seed).digest().subarray(0, 16);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes));
}

/** A tar archive of one file. @param {string} name @param {Buffer} data */
function tarOf(name, data) {
  const head = Buffer.alloc(512);
  head.write(name, 0);
  head.write('0000644\0', 100);
  head.write('0000000\0', 108);
  head.write('0000000\0', 116);
  head.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
  head.write('00000000000\0', 136);
  head.write('        0', 148);
  head.write('ustar\x0000', 257);
  let sum = 0;
  for (const byte of head) sum += byte;
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc(((512 - (data.length % 512)) % 512) + 1024);
  return Buffer.concat([head, data, padding]);
}

/** @param {string} url @param {RequestInit} [init] @param {number[]} [ok] */
async function call(url, init, ok = [200, 201, 202]) {
  const answer = await fetch(url, init);
  if (!ok.includes(answer.status))
    throw new Error(`${init?.method ?? 'GET'} ${url}: ${answer.status} ${await answer.text()}`);
  return answer;
}

/** @param {string} base @param {string} repo @param {Buffer} data */
async function pushBlob(base, repo, data) {
  const sum = digest(data);
  const have = await call(`${base}/v2/${repo}/blobs/${sum}`, { method: 'HEAD' }, [200, 404]);
  if (have.status === 200) return sum;
  const start = await call(`${base}/v2/${repo}/blobs/uploads/`, { method: 'POST' });
  const at = new URL(start.headers.get('location') ?? '', base);
  at.searchParams.set('digest', sum);
  await call(at.href, { method: 'PUT', body: data, headers: { 'content-type': 'application/octet-stream' } });
  return sum;
}

/** @param {string} base @param {Buffer} busybox @param {(typeof IMAGES)[number]} image */
async function seed(base, busybox, { repo, tag, layersMb }) {
  const have = await call(
    `${base}/v2/${repo}/manifests/${tag}`,
    { method: 'HEAD', headers: { accept: MANIFEST } },
    [200, 404],
  );
  if (have.status === 200) return 'there already';
  const tars = [busybox, ...layersMb.map((mb, i) => tarOf(`noise-${i + 1}`, noise(`${repo}:${tag}:${i}`, mb * MB)))];
  const layers = [];
  for (const [i, tar] of tars.entries()) {
    // Noise does not shrink: level 0 saves the time.
    const data = gzipSync(tar, { level: i === 0 ? 9 : 0 });
    layers.push({ mediaType: GZIP, size: data.length, digest: await pushBlob(base, repo, data) });
  }
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      created: '2020-01-01T00:00:00Z',
      config: { Cmd: ['sh'], Env: ['PATH=/bin:/sbin:/usr/bin'] },
      rootfs: { type: 'layers', diff_ids: tars.map(digest) },
      history: tars.map((_, i) => ({ created: '2020-01-01T00:00:00Z', created_by: `sutazai-lab layer ${i + 1}` })),
    }),
  );
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: CONFIG, size: config.length, digest: await pushBlob(base, repo, config) },
    layers,
  });
  await call(`${base}/v2/${repo}/manifests/${tag}`, {
    method: 'PUT',
    body: manifest,
    headers: { 'content-type': MANIFEST },
  });
  return `${layers.length} layers, ${(layers.reduce((sum, l) => sum + l.size, 0) / MB).toFixed(1)} MB`;
}

const [base, busyboxFile] = process.argv.slice(2);
if (!base || !busyboxFile) throw new Error('usage: registry-seed.mjs REGISTRY_URL BUSYBOX_LAYER.tar');
const busybox = await readFile(busyboxFile);
for (const image of IMAGES) console.error(`lab: ${image.repo}:${image.tag}: ${await seed(base, busybox, image)}`);
