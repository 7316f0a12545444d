// `consul acl policy|token read|create|update`, with the options that the product's set-up job gives.
import { readFileSync } from 'node:fs';

/** Returns the exit code. */
export async function acl([kind, verb, ...rest]) {
  const options = {};
  for (let i = 0; i < rest.length; i += 1) {
    const name = rest[i].replace(/^-+/, '');
    options[name] = rest[i + 1] === undefined || /^-[a-z]/.test(rest[i + 1]) ? true : rest[++i];
  }
  try {
    const shown = await (kind === 'policy' ? policy(verb, options) : token(verb, options));
    for (const name of ['ID', 'Name', 'AccessorID', 'Description'])
      if (shown[name]) console.log(`${name}: ${shown[name]}`);
    return 0;
  } catch (error) {
    console.error(error.message);
    return 1;
  }
}

async function policy(verb, { name, rules, description = '' }) {
  const found = () => call('GET', `/v1/acl/policy/name/${encodeURIComponent(name)}`);
  if (verb === 'read') return found();
  // `-` is the standard input.
  const Rules = rules === '-' ? readFileSync(0, 'utf8') : rules;
  if (verb === 'create') return call('PUT', '/v1/acl/policy', { Name: name, Rules, Description: description });
  return call('PUT', `/v1/acl/policy/${(await found()).ID}`, { Name: name, Rules, Description: description });
}

async function token(verb, options) {
  if (verb === 'read') return call('GET', `/v1/acl/token/${options.self ? 'self' : options['accessor-id']}`);
  const body = {
    ...(options.secret ? { SecretID: options.secret } : {}),
    ...(options.description ? { Description: options.description } : {}),
    ...(options['policy-name'] ? { Policies: [{ Name: options['policy-name'] }] } : {}),
  };
  return call('PUT', verb === 'create' ? '/v1/acl/token' : `/v1/acl/token/${options['accessor-id']}`, body);
}

async function call(method, path, body) {
  const {
    CONSUL_HTTP_ADDR: address = 'http://127.0.0.1:8500',
    CONSUL_HTTP_TOKEN_FILE: file,
    CONSUL_HTTP_TOKEN,
  } = process.env;
  const secret = file ? readFileSync(file, 'utf8').trim() : CONSUL_HTTP_TOKEN;
  const answer = await fetch(address + path, {
    method,
    headers: secret ? { 'x-consul-token': secret } : {},
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Unexpected response code: ${answer.status} (${text})`);
  return JSON.parse(text);
}
