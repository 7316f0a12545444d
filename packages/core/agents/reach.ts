import type { StackModel } from '../stack/index.ts';

type Services = StackModel['project']['services'];
type Service = Services[string];

interface Place {
  /** Service of the project; absent for one that is not part of it. */
  service?: string;
  /** Base URL of its API as this machine reaches it; absent where nothing publishes it. */
  url?: string;
  external: boolean;
  /** Part of the project, but its profile is off. */
  off: boolean;
}

/**
 * Where an agent is, by the project alone: the service that says `x-sutazai: {agent: ID}`, else one called `ID` or
 * `agent-ID`; its own address where the user runs it elsewhere. `port`: the port of its API, which it has inside as well.
 */
export function agentPlace(model: StackModel | undefined, id: string, port: number): Place {
  const own = serviceWhere(
    model,
    (name, s) => (s ? agentOf(s) === id : false) || name === id || name === `agent-${id}`,
  );
  return placeOf(model, own, port);
}

/** Of one that runs elsewhere only the name is left. */
const variants = /^ollama(-(nvidia|cdi|amd))?$/;

/** Where the model server is: of the services that can stand for it the one that is on, or the user's own. */
export function modelServerPlace(model: StackModel | undefined): Place {
  const own = serviceWhere(
    model,
    (name, s) => blockOf(s)?.url_variable === 'SUTAZAI_OLLAMA_URL' || variants.test(name),
  );
  return placeOf(model, own, 11434);
}

/** Tokens of window that the project's model server gives where a request asks for none; undefined if it does not say. */
export function servedContext(model: StackModel | undefined): number | undefined {
  const { service } = modelServerPlace(model);
  const text = service ? model?.project.services[service]?.environment?.OLLAMA_CONTEXT_LENGTH : undefined;
  const tokens = Number(text);
  return Number.isInteger(tokens) && tokens > 0 ? tokens : undefined;
}

function placeOf(model: StackModel | undefined, service: string | undefined, port: number): Place {
  if (model === undefined || service === undefined) return { external: false, off: true };
  const elsewhere = model.external[service];
  if (elsewhere) return { service, url: elsewhere.url.replace(/\/+$/, ''), external: true, off: false };
  const definition = model.project.services[service];
  if (!definition) return { service, external: false, off: true };
  const url = publishedUrl(definition, port);
  return { service, ...(url ? { url } : {}), external: false, off: false };
}

/** One that runs elsewhere goes before one that is on, that before one that is off. */
function serviceWhere(
  model: StackModel | undefined,
  is: (name: string, service: Service | undefined) => boolean,
): string | undefined {
  if (model === undefined) return undefined;
  const find = (names: string[], services: Services) => names.find((name) => is(name, services[name]));
  const { services } = model.project;
  return (
    find(Object.keys(model.external), { ...model.disabled, ...services }) ??
    find(Object.keys(services), services) ??
    find(Object.keys(model.disabled), model.disabled)
  );
}

function publishedUrl(service: Service, port: number): string | undefined {
  const found = (service.ports ?? []).find((p) => p.target === port) ?? (service.ports ?? [])[0];
  const published = Number(found?.published);
  if (!found || !Number.isInteger(published) || published <= 0) return undefined;
  const host = !found.host_ip || found.host_ip === '0.0.0.0' || found.host_ip === '::' ? '127.0.0.1' : found.host_ip;
  return `http://${host.includes(':') ? `[${host}]` : host}:${published}`;
}

function blockOf(service: Service | undefined): { agent?: unknown; url_variable?: unknown } | undefined {
  return service?.['x-sutazai'] as { agent?: unknown; url_variable?: unknown } | undefined;
}

const agentOf = (service: Service) => blockOf(service)?.agent;
