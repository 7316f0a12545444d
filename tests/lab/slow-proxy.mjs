// A registry that misbehaves: an HTTP reverse proxy in front of the lab's registry, for tests of pull progress, of a
// download that no longer moves, of a connection that breaks, and of refusals.
//
//   node slow-proxy.mjs [--host ADDRESS] [--port N] [--target http://HOST:PORT] [--bytesPerSecond N] [--cutAfterBytes N]
//                       [--cutTimes N] [--stallAfterBytes N] [--manifestStatus 401|403|404|429|500]
//                       [--basicAuth USER:PASSWORD]
//
// Prints its address as one line. Layers are what is slowed, cut and stalled; manifests only get another status.
import { createServer, request } from 'node:http';
import { fileURLToPath } from 'node:url';

// Bodies as Docker Hub and the reference registry word them: the engine puts them into its own error text.
const REFUSALS = {
  401: ['UNAUTHORIZED', 'authentication required'],
  403: ['DENIED', 'requested access to the resource is denied'],
  404: ['MANIFEST_UNKNOWN', 'manifest unknown'],
  429: ['TOOMANYREQUESTS', 'You have reached your unauthenticated pull rate limit.'],
  500: ['UNKNOWN', 'unknown error'],
};

/** @param {import('node:http').ServerResponse} to @param {number} status */
function refuse(to, status) {
  const [code, message] = REFUSALS[status] ?? ['UNKNOWN', `status ${status}`];
  const headers = { 'content-type': 'application/json', 'docker-distribution-api-version': 'registry/2.0' };
  if (status === 401) headers['www-authenticate'] = 'Basic realm="sutazai-lab"';
  if (status === 429) headers['retry-after'] = '60';
  to.writeHead(status, headers);
  to.end(JSON.stringify({ errors: [{ code, message, detail: null }] }));
}

/** All connections share the bandwidth, like those of a slow line. */
class Bucket {
  #free = 0;
  /** @param {number} bytes @param {number} perSecond */
  async take(bytes, perSecond) {
    const at = Math.max(Date.now(), this.#free);
    this.#free = at + (bytes * 1000) / perSecond;
    if (at > Date.now()) await new Promise((done) => setTimeout(done, at - Date.now()));
  }
}

/** Slices small enough for about 20 a second, so that progress comes evenly. @param {Buffer} data @param {number} size */
function* slices(data, size) {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}

/** Waits for the event or the end of the connection. @param {import('node:http').ServerResponse} to @param {string} event */
function either(to, event) {
  return new Promise((done) => {
    const end = () => {
      to.off(event, end).off('close', end);
      done(undefined);
    };
    to.once(event, end).once('close', end);
  });
}

/** @type {typeof import('./slow-proxy.mjs').startProxy} */
export async function startProxy(options) {
  const { host = '127.0.0.1' } = options;
  const rules = { ...options };
  const stats = { requests: [], bytes: 0, cuts: 0, stalled: 0 };
  const bucket = new Bucket();

  /** @param {import('node:http').IncomingMessage} from @param {import('node:http').ServerResponse} to */
  async function sendLayer(from, to) {
    let sent = 0;
    for await (const chunk of from) {
      for (const slice of slices(
        chunk,
        rules.bytesPerSecond ? Math.max(1, Math.ceil(rules.bytesPerSecond / 20)) : 65536,
      )) {
        if (to.destroyed) return from.destroy();
        if (rules.stallAfterBytes !== undefined && sent + slice.length > rules.stallAfterBytes) {
          stats.stalled++;
          await either(to, 'close'); // for ever: until the client gives up
          return from.destroy();
        }
        if (
          rules.cutAfterBytes !== undefined &&
          sent + slice.length > rules.cutAfterBytes &&
          stats.cuts < (rules.cutTimes ?? Infinity)
        ) {
          stats.cuts++;
          from.destroy();
          return to.destroy();
        }
        if (rules.bytesPerSecond) await bucket.take(slice.length, rules.bytesPerSecond);
        if (!to.write(slice)) await either(to, 'drain');
        sent += slice.length;
        stats.bytes += slice.length;
      }
    }
    to.end();
  }

  const server = createServer((req, res) => {
    const path = req.url ?? '/';
    stats.requests.push(`${req.method} ${path}`);
    res.on('error', () => {}); // the client went away: nothing to tell anybody
    const wanted = rules.basicAuth && `Basic ${Buffer.from(rules.basicAuth).toString('base64')}`;
    if (wanted && req.headers.authorization !== wanted) return refuse(res, 401);
    if (rules.manifestStatus && path.includes('/manifests/')) return refuse(res, rules.manifestStatus);
    const { authorization, ...headers } = req.headers;
    const onward = request(new URL(path, options.target), { method: req.method, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      if (req.method === 'GET' && path.includes('/blobs/')) sendLayer(answer, res).catch(() => res.destroy());
      else answer.pipe(res);
    });
    onward.on('error', () => (res.headersSent ? res.destroy() : refuse(res, 500)));
    req.pipe(onward);
  });
  await new Promise((done, fail) => server.once('error', fail).listen(options.port ?? 0, host, done));
  return {
    address: `${host}:${server.address().port}`,
    stats,
    set: (changes) => Object.assign(rules, changes),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const options = { target: 'http://127.0.0.1:15955' };
  for (let i = 2; i < process.argv.length; i += 2) {
    const [name, value] = [process.argv[i].replace(/^--/, ''), process.argv[i + 1]];
    options[name] = ['host', 'target', 'basicAuth'].includes(name) ? value : Number(value);
  }
  console.log((await startProxy(options)).address);
}
