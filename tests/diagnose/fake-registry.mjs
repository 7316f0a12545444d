// A registry that fails in every way a registry can: the repository's name says how. Runs inside an engine's network
// namespace, because engines only trust an unencrypted registry on their own loopback address.
//   node fake-registry.mjs PORT [TLS_PORT CERT KEY]
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { pathToFileURL } from 'node:url';

const config = JSON.stringify({
  architecture: 'amd64',
  os: 'linux',
  config: {},
  rootfs: { type: 'layers', diff_ids: [`sha256:${'a'.repeat(64)}`] },
});
const layer = Buffer.alloc(50_000, 'not a layer ');
const digest = (data) => `sha256:${createHash('sha256').update(data).digest('hex')}`;
const docker = 'application/vnd.docker.distribution.manifest.v2+json';

const manifest = (size) =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: docker,
    config: {
      mediaType: 'application/vnd.docker.container.image.v1+json',
      size: config.length,
      digest: digest(config),
    },
    layers: [{ mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', size, digest: digest(layer) }],
  });
const platforms = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json',
  manifests: [
    {
      mediaType: docker,
      size: 100,
      digest: `sha256:${'b'.repeat(64)}`,
      platform: { architecture: 's390x', os: 'linux' },
    },
  ],
});

const error = (code, message) => JSON.stringify({ errors: [{ code, message }] });

/** How each repository answers a request for a manifest. */
const answers = {
  denied: [401, error('UNAUTHORIZED', 'authentication required')],
  forbidden: [403, error('DENIED', 'requested access to the resource is denied')],
  missing: [404, error('MANIFEST_UNKNOWN', 'manifest unknown')],
  'name-unknown': [404, error('NAME_UNKNOWN', 'repository name not known to registry')],
  limited: [
    429,
    error(
      'TOOMANYREQUESTS',
      'You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
    ),
  ],
  broken: [500, 'internal server error'],
  unavailable: [503, 'service unavailable'],
  schema: [
    200,
    JSON.stringify({ schemaVersion: 1, name: 'x', tag: '1', fsLayers: [], history: [] }),
    'application/vnd.docker.distribution.manifest.v1+prettyjws',
  ],
  strange: [200, '{"schemaVersion": 2, "mediaType": "application/x-strange"}', 'application/x-strange'],
  platform: [200, platforms, 'application/vnd.docker.distribution.manifest.list.v2+json'],
  cut: [200, manifest(layer.length), docker],
  corrupt: [200, manifest(layer.length), docker],
  'no-range': [200, manifest(layer.length), docker],
};

function handle(request, response) {
  const [, repository, kind, reference] =
    /^\/v2\/t-diag\/([\w-]+)\/(manifests|blobs)\/(\S+)$/.exec(request.url ?? '') ?? [];
  if (!repository) {
    response.writeHead(200, { 'docker-distribution-api-version': 'registry/2.0' }).end('{}');
    return;
  }
  if (repository === 'eof') {
    request.socket.destroy();
    return;
  }
  if (repository === 'hang') return;
  if (kind === 'blobs') return blob(repository, reference, request, response);
  const [status, body, type = 'application/json'] = answers[repository] ?? answers.missing;
  response.writeHead(status, {
    'content-type': type,
    'docker-content-digest': digest(body),
    'content-length': Buffer.byteLength(body),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function blob(repository, reference, request, response) {
  const data = reference === digest(config) ? Buffer.from(config) : layer;
  // Engines go on where they were cut off, if the registry can.
  const from = repository === 'no-range' ? 0 : Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const range = from > 0 ? { 'content-range': `bytes ${from}-${data.length - 1}/${data.length}` } : {};
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': data.length - from,
    'accept-ranges': 'bytes',
    ...range,
  });
  if (request.method === 'HEAD' || data !== layer) return void response.end(data);
  if (repository === 'corrupt') return void response.end(Buffer.alloc(layer.length, 'something else'));
  response.write(layer.subarray(from, from + 1000), () => request.socket.destroy());
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [port, tlsPort, cert, key] = process.argv.slice(2);
  await new Promise((ready) => http.createServer(handle).listen(Number(port), '0.0.0.0', ready));
  if (tlsPort) {
    const secure = https.createServer({ cert: readFileSync(cert), key: readFileSync(key) }, handle);
    await new Promise((ready) => secure.listen(Number(tlsPort), '0.0.0.0', ready));
  }
  console.log('ready');
}
