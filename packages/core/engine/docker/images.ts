import { EngineError, type ImageDetail } from '../engine.ts';
import type { HealthSpec } from '../specs.ts';
import type { Transport } from './transport.ts';

interface Inspect {
  Id: string;
  RepoTags?: string[] | null;
  RepoDigests?: string[] | null;
  Os: string;
  Architecture: string;
  Size: number;
  Config?: {
    Env?: string[] | null;
    Cmd?: string[] | null;
    Entrypoint?: string[] | null;
    Labels?: Record<string, string> | null;
    User?: string;
    WorkingDir?: string;
    Volumes?: Record<string, unknown> | null;
    ExposedPorts?: Record<string, unknown> | null;
    Healthcheck?: HealthSpec | null;
    Shell?: string[] | null;
    StopSignal?: string;
  } | null;
}

export async function inspectImage(
  transport: Transport,
  ref: string,
  signal?: AbortSignal,
): Promise<ImageDetail | undefined> {
  let raw: Inspect;
  try {
    // A reference may hold slashes, which are part of this path.
    const path = `/images/${ref.split('/').map(encodeURIComponent).join('/')}/json`;
    raw = await transport.call<Inspect>({ method: 'GET', path, signal, operation: 'image.inspect', subject: ref });
  } catch (error) {
    if (error instanceof EngineError && error.detail.status === 404) return undefined;
    throw error;
  }
  const c = raw.Config ?? {};
  const hasHealthcheck = (c.Healthcheck?.Test?.length ?? 0) > 0 && c.Healthcheck?.Test[0] !== 'NONE';
  return {
    id: raw.Id,
    tags: raw.RepoTags ?? [],
    digests: raw.RepoDigests ?? [],
    os: raw.Os,
    architecture: raw.Architecture,
    sizeBytes: raw.Size,
    config: {
      env: c.Env ?? [],
      cmd: c.Cmd ?? null,
      entrypoint: c.Entrypoint ?? null,
      labels: c.Labels ?? {},
      user: c.User ?? '',
      workingDir: c.WorkingDir ?? '',
      volumes: Object.keys(c.Volumes ?? {}),
      exposedPorts: Object.keys(c.ExposedPorts ?? {}),
      hasHealthcheck,
      ...(c.Healthcheck && hasHealthcheck ? { healthcheck: c.Healthcheck } : {}),
      ...(c.Shell ? { shell: c.Shell } : {}),
      ...(c.StopSignal ? { stopSignal: c.StopSignal } : {}),
    },
  };
}

export async function removeImage(transport: Transport, ref: string): Promise<void> {
  const path = `/images/${ref.split('/').map(encodeURIComponent).join('/')}`;
  await transport.call({ method: 'DELETE', path, accept: [404], operation: 'image.remove', subject: ref });
}
