import type { ServicePort } from './model.ts';

/**
 * `[ip:][published:]target[/protocol]` with ranges, as compose reads it: ranges of equal length go pairwise, a published
 * range on one target is left to the engine. Throws RangeError with words for the user.
 */
export function shortPort(text: string): ServicePort[] {
  const [address = '', protocol = 'tcp'] = text.split('/');
  const match =
    /^(?:(?:\[([^\]]*)\]|([^:[\]]*(?:\.[^:]*)+|[0-9a-fA-F]*:[0-9a-fA-F:.]+|)):)?(?:([\d-]*):)?(\d+(?:-\d+)?)$/.exec(
      address,
    );
  if (!match) throw new RangeError(`"${text}" is no port; write "[IP:][PUBLISHED:]TARGET[/PROTOCOL]"`);
  const ip = match[1] ?? match[2] ?? '';
  const targets = range(match[4] ?? '', text);
  const publishedText = match[3] ?? '';
  const base = { mode: 'ingress', ...(ip ? { host_ip: ip } : {}) };
  if (!['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase()))
    throw new RangeError(`"${protocol}" in "${text}" is no protocol; tcp, udp and sctp are`);
  if (publishedText === '') return targets.map((target) => ({ ...base, target, protocol: protocol.toLowerCase() }));
  const published = range(publishedText, text);
  if (targets.length === 1 && published.length > 1) {
    return [{ ...base, target: targets[0] ?? 0, published: publishedText, protocol: protocol.toLowerCase() }];
  }
  if (published.length !== targets.length) throw new RangeError(`"${text}": the two port ranges differ in length`);
  return targets.map((target, i) => ({
    ...base,
    target,
    published: String(published[i]),
    protocol: protocol.toLowerCase(),
  }));
}

function range(text: string, whole: string): number[] {
  const [first = 0, last = first] = text.split('-').map(Number);
  if (first < 0 || last > 65_535 || last < first) throw new RangeError(`"${whole}": ${text} is no range of ports`);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
