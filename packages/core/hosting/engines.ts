import { type Diagnosis, diagnose } from '../diagnose/index.ts';
import { chooseEngine, type DiscoveryOptions, discoverEngines } from '../engine/index.ts';

export interface EngineEntry {
  url: string;
  source: string;
  verdict: 'ok' | 'absent' | 'denied' | 'refused' | 'timeout' | 'too-old' | 'windows-containers' | 'tls' | 'error';
  current: boolean;
  chosen: boolean;
  detail: string;
  version?: string;
  apiVersion?: string;
  product?: 'docker' | 'docker-desktop' | 'podman' | 'colima' | 'orbstack' | 'unknown';
  latencyMs: number;
  diagnosis?: Diagnosis;
}

/** Every place where an engine may be, with verdict and remedy; within two seconds. `used` is the address in use, if one is. */
export async function engines(options: DiscoveryOptions, used: string | undefined): Promise<EngineEntry[]> {
  const all = await discoverEngines(options);
  const choice = chooseEngine(all);
  const current = used ?? (choice.ok ? choice.endpoint.url : undefined);
  return all.map(({ endpoint, code, ...c }) => ({
    url: endpoint.url,
    source: endpoint.source,
    verdict: c.verdict,
    current: endpoint.url === current,
    chosen: c.chosen,
    detail: c.detail,
    ...(c.version === undefined ? {} : { version: c.version }),
    ...(c.apiVersion === undefined ? {} : { apiVersion: c.apiVersion }),
    ...(c.product === undefined ? {} : { product: c.product }),
    latencyMs: c.latencyMs,
    ...(code === undefined ? {} : { diagnosis: diagnose(code, { url: endpoint.url, detail: c.detail }) }),
  }));
}

/** Why the engine that would be used cannot be; undefined if it answers. */
export async function engineProblem(options: DiscoveryOptions): Promise<Diagnosis | undefined> {
  const choice = chooseEngine(await discoverEngines(options));
  return choice.ok ? undefined : diagnose(choice.code, { url: choice.url, detail: choice.detail });
}
