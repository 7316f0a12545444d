import { isMapping, type Mapping, type Value } from './errors.ts';

/** On a port of an overlay: the host port that it stands for; any, if it is not said. */
const insteadOf = 'x-instead-of';

/**
 * Lays the port choices of an overlay over the merged files. Unlike a merge it adds nothing: a service or a mapping that
 * the files do not have (any more) is passed over, so that a choice made once never breaks or hides what they say later.
 */
export function withOverlay(tree: Mapping, overlay: Mapping): Mapping {
  const services = mapping(tree.services);
  const chosen = mapping(overlay.services);
  const changed = Object.entries(services).map(([name, service]): [string, Value] => {
    const choices = ports(chosen[name]);
    if (!isMapping(service) || choices.length === 0 || !Array.isArray(service.ports)) return [name, service];
    return [name, { ...service, ports: service.ports.map((port) => withChoice(port, choices)) }];
  });
  return { ...tree, services: Object.fromEntries(changed) };
}

function withChoice(port: Value, choices: readonly Mapping[]): Value {
  if (!isMapping(port) || !/^\d+$/.test(text(port.published))) return port;
  const choice = choices.find(
    (c) =>
      ['target', 'protocol', 'host_ip'].every((key) => text(c[key]) === text(port[key])) &&
      (c[insteadOf] === undefined || text(c[insteadOf]) === text(port.published)),
  );
  return choice ? { ...port, published: text(choice.published) } : port;
}

function ports(service: Value | undefined): Mapping[] {
  const list = mapping(service).ports;
  return Array.isArray(list) ? list.filter(isMapping) : [];
}

function mapping(value: Value | undefined): Mapping {
  return isMapping(value) ? value : {};
}

function text(value: Value | undefined): string {
  return String(value ?? '');
}
