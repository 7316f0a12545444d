import { request } from 'node:http';
import type { ContainerDetail, ContainerSpec, HealthSpec, ImageDetail } from '../../packages/core/engine/index.ts';
import type { Payload } from '../../packages/core/stack/payload/index.ts';
import type { Engine } from '../lab/lab.ts';

type Json = Record<string, unknown>;

/** One call of the Engine API, at the engine's own newest version. Throws on an answer that is no success. */
export async function call(on: Engine, method: string, path: string, body?: object | Uint8Array): Promise<Json> {
  const data = body === undefined ? undefined : body instanceof Uint8Array ? body : JSON.stringify(body);
  const type = body instanceof Uint8Array ? 'application/x-tar' : 'application/json';
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const headers = data === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(data) };
    const req = request({ socketPath: on.socketPath, method, path, headers }, (res) => {
      let received = '';
      res.setEncoding('utf8');
      res.on('data', (chunk: string) => {
        received += chunk;
      });
      res.on('end', () => resolve({ status: res.statusCode ?? 0, text: received }));
      res.on('error', reject);
    });
    req.on('error', reject);
    req.end(data);
  });
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return text.startsWith('{') ? (JSON.parse(text) as Json) : {};
}

export async function apiMinor(on: Engine): Promise<number> {
  const { ApiVersion } = await call(on, 'GET', '/version');
  return Number(String(ApiVersion).split('.')[1]);
}

/** Creates a container as the engine adapter would, uploads aside. Returns its id. */
export async function create(on: Engine, minor: number, name: string, payload: Payload): Promise<string> {
  const body: ContainerSpec = payload.spec;
  const { Id } = await call(on, 'POST', `/v1.${minor}/containers/create?name=${encodeURIComponent(name)}`, body);
  for (const { network, endpoint } of payload.furtherNetworks) {
    await call(on, 'POST', `/v1.${minor}/networks/${network}/connect`, { Container: Id, EndpointConfig: endpoint });
  }
  return String(Id);
}

export async function inspect(on: Engine, minor: number, idOrName: string): Promise<ContainerDetail> {
  const raw = await call(on, 'GET', `/v1.${minor}/containers/${idOrName}/json`);
  return {
    id: String(raw.Id),
    name: String(raw.Name).replace(/^\//, ''),
    imageId: String(raw.Image),
    state: {
      status: 'created',
      exitCode: 0,
      oomKilled: false,
      error: '',
      startedAt: '',
      finishedAt: '',
      health: 'none',
      healthLog: [],
    },
    restartCount: 0,
    raw,
  };
}

/** An image as the port tells it, with its health check beside. */
export async function image(on: Engine, minor: number, ref: string) {
  const raw = await call(on, 'GET', `/v1.${minor}/images/${ref}/json`);
  const config = raw.Config as {
    Env?: string[];
    Cmd?: string[] | null;
    Entrypoint?: string[] | null;
    Labels?: Record<string, string> | null;
    User?: string;
    WorkingDir?: string;
    Volumes?: Json | null;
    ExposedPorts?: Json | null;
    Healthcheck?: HealthSpec;
    StopSignal?: string;
  };
  const detail = {
    id: String(raw.Id),
    tags: [ref],
    digests: [],
    os: 'linux',
    architecture: 'amd64',
    sizeBytes: 0,
    config: {
      env: config.Env ?? [],
      cmd: config.Cmd ?? null,
      entrypoint: config.Entrypoint ?? null,
      labels: config.Labels ?? {},
      user: config.User ?? '',
      workingDir: config.WorkingDir ?? '',
      volumes: Object.keys(config.Volumes ?? {}),
      exposedPorts: Object.keys(config.ExposedPorts ?? {}),
      hasHealthcheck: config.Healthcheck !== undefined,
      ...(config.Healthcheck ? { healthcheck: config.Healthcheck } : {}),
      ...(config.StopSignal ? { stopSignal: config.StopSignal } : {}),
    },
  };
  return detail satisfies ImageDetail;
}
