// Fields that a service and its build share.
import { isMapping, type Mapping, type Value } from './errors.ts';
import { convert, num, octal, str, strings } from './scalars.ts';

export function ulimits(value: Value): Mapping {
  const limit = (v: Value) => (isMapping(v) ? { soft: num(v.soft), hard: num(v.hard) } : num(v));
  return Object.fromEntries(Object.entries(value as Mapping).map(([name, v]) => [name, limit(v)])) as Mapping;
}

/** `host:ip`, `host=ip` or a mapping → `host=ip`. */
export function extraHosts(value: Value): string[] {
  if (isMapping(value))
    return Object.entries(value).flatMap(([host, ip]) => strings(ip).map((one) => `${host}=${unbracket(one)}`));
  return strings(value).map((entry) => {
    const at = entry.search(/[=:]/);
    return at < 0 ? entry : `${entry.slice(0, at)}=${unbracket(entry.slice(at + 1))}`;
  });
}
function unbracket(ip: string): string {
  return ip.replace(/^\[(.*)\]$/, '$1');
}

export function fileReferences(value: Value): Mapping[] {
  return (value as Value[]).map((one) =>
    isMapping(one) ? convert(one, { uid: str, gid: str, mode: octal }) : { source: str(one) },
  );
}
