const units: Record<string, number> = {
  second: 1e3,
  minute: 6e4,
  hour: 36e5,
  day: 864e5,
  week: 6048e5,
  month: 2592e6,
  year: 31536e6,
};

/**
 * Milliseconds a container has been up, from the engine's words (`Up 13 hours (healthy)`, `Up About an hour`, `Up Less than a
 * second`) and from how long ago it said them; undefined if it does not run. The engine rounds, so this is as exact as its words.
 */
export function uptime(status: string, since = 0): number | undefined {
  const words = /^Up (.*?)(?: \(|$)/.exec(status)?.[1];
  if (words === undefined) return undefined;
  if (/^less than/i.test(words)) return since;
  const [, count = '', unit = ''] = /^(?:about )?(an?|\d+) (\w+?)s?$/i.exec(words) ?? [];
  const size = units[unit];
  return size === undefined ? undefined : (Number(count) || 1) * size + since;
}
