import { connect, isIP } from 'node:net';
import type { Project, Service } from '../../compose/index.ts';
import { failure } from '../../diagnose/index.ts';
import type { StackModel } from '../model.ts';

const defaultPorts: Record<string, number> = {
  'http:': 80,
  'https:': 443,
  'postgres:': 5432,
  'postgresql:': 5432,
  'redis:': 6379,
  'amqp:': 5672,
  'bolt:': 7687,
  'neo4j:': 7687,
};

/**
 * Host and port of an external service's URL.
 * @throws SutazaiError EXTERNAL_ADDRESS
 */
export function addressOf(url: string): { host: string; port: number } {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw failure('EXTERNAL_ADDRESS', { url });
  }
  const port = parsed.port === '' ? defaultPorts[parsed.protocol] : Number(parsed.port);
  if (!parsed.hostname || !port) throw failure('EXTERNAL_ADDRESS', { url });
  return { host: parsed.hostname.replace(/^\[|\]$/g, ''), port };
}

/**
 * Takes services that run elsewhere out of the managed ones. Nobody waits for them any more, and those that shared a network
 * with one find it under its old name. Pure.
 */
export function applyExternals(model: StackModel, externals: Readonly<Record<string, { url: string }>>): StackModel {
  const known = Object.entries(externals).filter(([name]) => model.project.services[name] || model.disabled[name]);
  if (known.length === 0) return model;
  const names = new Set(known.map(([name]) => name));
  const services: Record<string, Service> = {};
  for (const [name, service] of Object.entries(model.project.services)) {
    if (names.has(name)) continue;
    services[name] = withExternals(service, model, known);
  }
  return {
    ...model,
    project: { ...model.project, services },
    external: { ...model.external, ...Object.fromEntries(known) },
  };
}

function withExternals(service: Service, model: StackModel, externals: readonly [string, { url: string }][]): Service {
  const result: Service = { ...service };
  const hosts: string[] = [];
  for (const [name, { url }] of externals) {
    if (result.depends_on?.[name]) {
      const { [name]: _, ...rest } = result.depends_on;
      result.depends_on = rest;
    }
    // A link needs a container to lead to; the name leads to the address without it.
    if (result.links) result.links = result.links.filter((l) => l.split(':')[0] !== name);
    const other = networksOf(model.project.services[name] ?? model.disabled[name]);
    const shared = Object.keys(service.networks ?? {}).some((n) => other.includes(n));
    const address = shared ? hostEntry(addressOf(url).host) : undefined;
    if (address) hosts.push(`${name}=${address}`);
  }
  if (hosts.length > 0) result.extra_hosts = [...(result.extra_hosts ?? []), ...hosts].sort();
  return result;
}

/** One that is switched off has not been given the default network. */
function networksOf(service: Service | undefined): string[] {
  if (!service || service.network_mode) return [];
  return Object.keys(service.networks ?? { default: null });
}

/** What the old name should lead to: this machine as containers see it, or an address. A name of the network resolves by itself. */
function hostEntry(host: string): string | undefined {
  const here = ['localhost', '::1', '::', '0.0.0.0'];
  if (here.includes(host) || (isIP(host) && host.startsWith('127.'))) return 'host-gateway';
  return isIP(host) ? host : undefined;
}

/** Variables by which services are told where an external one is: `x-sutazai: {url_variable: OLLAMA_URL}`. */
export function externalVariables(
  project: Project,
  externals: Readonly<Record<string, { url: string }>>,
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, { url }] of Object.entries(externals)) {
    const block = project.services[name]?.['x-sutazai'] as { url_variable?: unknown } | undefined;
    if (typeof block?.url_variable === 'string') variables[block.url_variable] = url;
  }
  return variables;
}

/** Whether something accepts a connection there within a second. */
export function reachable(url: string): Promise<boolean> {
  const { host, port } = addressOf(url);
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });
}
