// Who may do what, with a default of nothing: rules of the form `service_prefix "" { policy = "write" }`.
const rule = /(\w+?)(_prefix)?\s+"([^"]*)"\s*\{\s*policy\s*=\s*"(\w+)"\s*\}/g;
const ranks = { deny: 0, list: 1, read: 1, write: 2 };

/** @throws if the text holds anything but such rules. */
export function parseRules(text) {
  const rules = [...text.matchAll(rule)].map(([, resource, prefix, name, policy]) => {
    if (ranks[policy] === undefined) throw new Error(`Invalid ${resource} policy: "${policy}"`);
    return { resource, name, prefix: prefix !== undefined, rank: ranks[policy] };
  });
  if (text.replaceAll(rule, '').trim() !== '') throw new Error('Failed to parse ACL rules');
  return rules;
}

/** May the holder of this secret read (1) or write (2) the resource of this name? */
export function may(state, secret, resource, name, rank) {
  const holder = state.tokens.get(secret || 'anonymous');
  if (!holder) return false;
  const names = holder.Policies.map((p) => p.Name);
  if (names.includes('global-management')) return true;
  const rules = names.flatMap((n) => parseRules(state.policies.get(n)?.Rules ?? ''));
  const fitting = rules
    .filter((r) => r.resource === resource && (r.prefix ? name.startsWith(r.name) : r.name === name))
    // An exact name counts more than a prefix, a longer prefix more than a shorter one.
    .sort((a, b) => Number(a.prefix) - Number(b.prefix) || b.name.length - a.name.length);
  return (fitting[0]?.rank ?? 0) >= rank;
}
