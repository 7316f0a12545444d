// Policies and tokens over the API, for whoever holds the management token; a token may always look at itself.
import { randomUUID } from 'node:crypto';
import { forbidden, json, text } from './answers.mjs';
import { may, parseRules } from './permissions.mjs';

export function aclRoutes({ state, secret, body, method, parts }) {
  const [, kind, key, name] = parts;
  if (kind === 'token' && key === 'self') {
    const own = state.tokens.get(secret || 'anonymous');
    return own ? json(own) : text(403, 'ACL not found');
  }
  if (!may(state, secret, 'acl', '', 2)) forbidden('acl', '', 2);
  const given = body.length > 0 ? JSON.parse(body.toString()) : {};
  if (kind === 'policy') return policy(state, method, key, name, given);
  return kind === 'token' ? token(state, method, key, given) : undefined;
}

function policy(state, method, key, name, given) {
  if (method === 'GET' && key === 'name') {
    const found = state.policies.get(name);
    return found ? json(found) : text(404, `Requested policy does not exist: ACL not found`);
  }
  if (method !== 'PUT') return undefined;
  parseRules(given.Rules ?? '');
  const existing = key && [...state.policies.values()].find((p) => p.ID === key);
  if (key && !existing) return text(404, 'ACL not found');
  if (!key && state.policies.has(given.Name))
    return text(500, `Invalid Policy: A Policy with Name ${JSON.stringify(given.Name)} already exists`);
  const whole = { ID: randomUUID(), ...existing, ...given };
  state.policies.set(whole.Name, whole);
  state.save('policies');
  return json(whole);
}

function token(state, method, key, given) {
  const existing = key && state.tokenByAccessor(key);
  if (key && !existing) return text(403, 'ACL not found');
  if (method === 'GET') return json(existing);
  if (method !== 'PUT') return undefined;
  for (const { Name } of given.Policies ?? [])
    if (!state.policies.has(Name))
      return text(400, `Invalid policy: policy with name ${JSON.stringify(Name)} does not exist`);
  if (!existing && given.SecretID && state.tokens.has(given.SecretID))
    return text(400, 'Invalid Token: SecretID is already in use');
  const whole = { AccessorID: randomUUID(), SecretID: randomUUID(), Policies: [], ...existing, ...given };
  state.tokens.set(whole.SecretID, whole);
  state.save('tokens');
  return json(whole);
}
