import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export const prefix = 'sutazai-t-diag-';
export const label = 'sutazai-t-diag';
export const busybox = 'sutazai-lab/busybox:1';

/** What an engine answered with when it refused: the raw material of a fixture. */
export class Refusal extends Error {
  constructor(message, detail) {
    super(message);
    this.detail = detail;
  }
}

/** A bare client of the Engine API, so that recorded texts are the engine's and not those of a library in between. */
export class EngineClient {
  counter = 0;
  constructor(socketPath, version = '1.41') {
    this.socketPath = socketPath;
    this.version = version;
  }

  /** Rejects with Refusal for an HTTP error, and for an error line in a progress stream. */
  async call(operation, method, path, { body, subject, headers = {}, raw = false, abortAfter } = {}) {
    const answer = await request({
      socketPath: this.socketPath,
      method,
      path: path.startsWith('/_') || raw ? path : `/v${this.version}${path}`,
      headers: { ...(Buffer.isBuffer(body) ? { 'content-type': 'application/x-tar' } : {}), ...headers },
      body: Buffer.isBuffer(body) || body === undefined ? body : JSON.stringify(body),
      abortAfter,
    });
    const detail = { operation, status: answer.status, ...(subject === undefined ? {} : { subject }) };
    if (answer.status >= 400) throw new Refusal(messageOf(answer.text), detail);
    for (const line of answer.text.split('\n')) {
      if (!line.includes('"error')) continue;
      const parsed = parse(line);
      const message = parsed?.errorDetail?.message ?? parsed?.error;
      if (message) throw new Refusal(message, detail);
    }
    return parse(answer.text) ?? answer.text;
  }

  name(kind = 'c') {
    return `${prefix}${kind}-${process.pid}-${++this.counter}`;
  }

  async create(spec = {}, { name = this.name(), query = '' } = {}) {
    const body = { Image: busybox, Cmd: ['sleep', '300'], ...spec, Labels: { [label]: '1' } };
    const path = `/containers/create?name=${encodeURIComponent(name)}${query}`;
    return (await this.call('container.create', 'POST', path, { body, subject: name })).Id;
  }
  async start(id) {
    await this.call('container.start', 'POST', `/containers/${id}/start`, { subject: id });
    return id;
  }
  async run(spec, options) {
    return this.start(await this.create(spec, options));
  }
  inspect(id) {
    return this.call('container.inspect', 'GET', `/containers/${id}/json`, { subject: id });
  }
  async until(id, holds, seconds = 20) {
    for (const end = Date.now() + seconds * 1000; ; await sleep(100)) {
      const detail = await this.inspect(id);
      if (holds(detail.State, detail)) return detail;
      if (Date.now() > end) throw new Error(`waited ${seconds} s in vain: ${JSON.stringify(detail.State)}`);
    }
  }
  async network(spec = {}, name = this.name('n')) {
    const body = { Name: name, CheckDuplicate: true, ...spec, Labels: { [label]: '1' } };
    return (await this.call('network.create', 'POST', '/networks/create', { body, subject: name })).Id;
  }
  async volume(spec = {}, name = this.name('v')) {
    const body = { Name: name, ...spec, Labels: { [label]: '1' } };
    await this.call('volume.create', 'POST', '/volumes/create', { body, subject: name });
    return name;
  }
  async pull(reference, options = '') {
    const colon = reference.lastIndexOf(':');
    const tagged = colon > reference.lastIndexOf('/');
    const from = tagged ? reference.slice(0, colon) : reference;
    const path = `/images/create?fromImage=${encodeURIComponent(from)}&tag=${tagged ? reference.slice(colon + 1) : 'latest'}${options}`;
    return this.call('image.pull', 'POST', path, { subject: reference });
  }
  build(context, query = '', tag = `${prefix}built:1`) {
    const path = `/build?t=${encodeURIComponent(tag)}&rm=1&forcerm=1&labels=${encodeURIComponent(JSON.stringify({ [label]: '1' }))}${query}`;
    return this.call('image.build', 'POST', path, { body: context, subject: tag });
  }
  async logs(id) {
    const text = await this.call('container.logs', 'GET', `/containers/${id}/logs?stdout=1&stderr=1&tail=50`);
    return frames(Buffer.from(String(text), 'latin1'));
  }

  /** Removes everything that carries our label. */
  async clean() {
    const filter = encodeURIComponent(JSON.stringify({ label: [label] }));
    const quiet = (promise) => promise.catch(() => undefined);
    const containers = await this.call('container.list', 'GET', `/containers/json?all=1&filters=${filter}`);
    await Promise.all(
      containers.map((one) => quiet(this.call('container.remove', 'DELETE', `/containers/${one.Id}?force=1&v=1`))),
    );
    const networks = await this.call('network.list', 'GET', `/networks?filters=${filter}`);
    for (const one of networks) await quiet(this.call('network.remove', 'DELETE', `/networks/${one.Id}`));
    const volumes = await this.call('volume.list', 'GET', `/volumes?filters=${filter}`);
    for (const one of volumes.Volumes ?? []) {
      await quiet(this.call('volume.remove', 'DELETE', `/volumes/${one.Name}?force=1`));
    }
    const images = await this.call('image.list', 'GET', '/images/json');
    const ours = images
      .flatMap((one) => one.RepoTags ?? [])
      .filter((tag) => tag.includes(prefix) || tag.includes('/t-diag/'));
    for (const tag of ours) await quiet(this.call('image.remove', 'DELETE', `/images/${tag}?force=1`));
  }
}

/** Bytes are kept one to one (latin1), as log streams are framed; JSON is read as UTF-8. */
function request({ body, abortAfter, ...options }) {
  return new Promise((resolve, reject) => {
    const call = http.request(options, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const all = Buffer.concat(chunks);
        const json = /json/.test(answer.headers['content-type'] ?? '');
        resolve({ status: answer.statusCode, text: all.toString(json ? 'utf8' : 'latin1') });
      });
    });
    call.on('error', reject);
    if (body !== undefined && !Buffer.isBuffer(body)) call.setHeader('content-type', 'application/json');
    if (abortAfter) setTimeout(() => call.destroy(new Error('given up')), abortAfter).unref();
    call.end(body);
  });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function messageOf(text) {
  const parsed = parse(text);
  return (parsed?.message ?? parsed?.cause ?? text).trim();
}

function frames(data) {
  let text = '';
  for (let at = 0; at + 8 <= data.length; ) {
    const size = data.readUInt32BE(at + 4);
    text += data.toString('utf8', at + 8, at + 8 + size);
    at += 8 + size;
  }
  return text.split('\n').filter((line) => line !== '');
}
