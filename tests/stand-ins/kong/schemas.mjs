// Fields, defaults and checks of the entities and plugins that the product declares (Kong 3.9; facts 5.4 and 5.5).
const any = () => undefined;
const text = (v) => (typeof v === 'string' ? undefined : 'expected a string');
const flag = (v) => (typeof v === 'boolean' ? undefined : 'expected a boolean');
const between = (low, high) => (v) => {
  if (!Number.isInteger(v)) return 'expected an integer';
  return v < low || v > high ? `value should be between ${low} and ${high}` : undefined;
};
const oneOf =
  (...values) =>
  (v) =>
    values.includes(v) ? undefined : `expected one of: ${values.join(', ')}`;
const list = (of) => (v) => (Array.isArray(v) ? v.map(of).find((m) => m) : 'expected a set');
const path = (v) =>
  typeof v === 'string' && /^(\/|~)/.test(v) ? undefined : 'should start with: / (fixed path) or ~/ (regex path)';
const positive = (v) => (typeof v === 'number' && v > 0 ? undefined : 'value must be greater than 0');
const tags = { check: list(text), default: null };
const f = (check, rest = {}) => ({ check, ...rest });
const required = true;
const timeout = { check: between(1, 2147483646), default: 60000 };

export const entities = {
  services: {
    name: f(text, { default: null, unique: true }),
    host: f(text, { required }),
    protocol: f(oneOf('http', 'https', 'grpc', 'grpcs', 'tcp', 'tls', 'udp'), { default: 'http' }),
    port: f(between(0, 65535), { default: 80 }),
    path: f(path, { default: null }),
    retries: f(between(0, 32767), { default: 5 }),
    connect_timeout: timeout,
    read_timeout: timeout,
    write_timeout: timeout,
    enabled: f(flag, { default: true }),
    tags,
  },
  routes: {
    name: f(text, { default: null, unique: true }),
    service: f(any, { default: null, foreign: 'services' }),
    protocols: f(list(oneOf('http', 'https')), { default: ['http', 'https'] }),
    methods: f(list(text), { default: null }),
    hosts: f(list(text), { default: null }),
    paths: f(list(path), { default: null }),
    headers: f(any, { default: null }),
    strip_path: f(flag, { default: true }),
    preserve_host: f(flag, { default: false }),
    request_buffering: f(flag, { default: true }),
    response_buffering: f(flag, { default: true }),
    https_redirect_status_code: f(oneOf(426, 301, 302, 307, 308), { default: 426 }),
    regex_priority: f(between(0, 65535), { default: 0 }),
    path_handling: f(oneOf('v0', 'v1'), { default: 'v0' }),
    tags,
  },
  consumers: {
    username: f(text, { default: null, unique: true }),
    custom_id: f(text, { default: null, unique: true }),
    tags,
  },
  keyauth_credentials: {
    consumer: f(any, { required, foreign: 'consumers' }),
    key: f(text, { required, unique: true }),
    ttl: f(any, { default: null }),
    tags,
  },
  upstreams: {
    name: f(text, { required, unique: true }),
    algorithm: f(oneOf('round-robin', 'least-connections', 'consistent-hashing', 'latency'), {
      default: 'round-robin',
    }),
    slots: f(between(10, 65536), { default: 10000 }),
    tags,
  },
  targets: {
    upstream: f(any, { required, foreign: 'upstreams' }),
    target: f(text, { required }),
    weight: f(between(0, 65535), { default: 100 }),
    tags,
  },
  plugins: {
    name: f(text, { required }),
    instance_name: f(text, { default: null, unique: true }),
    service: f(any, { default: null, foreign: 'services' }),
    route: f(any, { default: null, foreign: 'routes' }),
    consumer: f(any, { default: null, foreign: 'consumers' }),
    config: f(any, { default: {} }),
    protocols: f(list(text), { default: ['grpc', 'grpcs', 'http', 'https'] }),
    enabled: f(flag, { default: true }),
    tags,
  },
};

const periods = ['second', 'minute', 'hour', 'day', 'month', 'year'];
export const plugins = {
  'rate-limiting': {
    ...Object.fromEntries(periods.map((p) => [p, f(positive, { default: null })])),
    limit_by: f(oneOf('consumer', 'credential', 'ip', 'service', 'header', 'path'), { default: 'consumer' }),
    policy: f(oneOf('local', 'cluster', 'redis'), { default: 'local' }),
    fault_tolerant: f(flag, { default: true }),
    hide_client_headers: f(flag, { default: false }),
    error_code: f(between(100, 599), { default: 429 }),
    error_message: f(text, { default: 'API rate limit exceeded' }),
  },
  'key-auth': {
    key_names: f(list(text), { default: ['apikey'] }),
    hide_credentials: f(flag, { default: false }),
    anonymous: f(text, { default: null }),
    key_in_header: f(flag, { default: true }),
    key_in_query: f(flag, { default: true }),
    key_in_body: f(flag, { default: false }),
    run_on_preflight: f(flag, { default: true }),
  },
  cors: {
    origins: f(list(text), { default: null }),
    methods: f(list(text), {
      default: ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'],
    }),
    headers: f(list(text), { default: null }),
    exposed_headers: f(list(text), { default: null }),
    max_age: f(between(0, 2147483646), { default: null }),
    credentials: f(flag, { default: false }),
    private_network: f(flag, { default: false }),
    preflight_continue: f(flag, { default: false }),
  },
  'correlation-id': {
    header_name: f(text, { default: 'Kong-Request-ID' }),
    generator: f(oneOf('uuid', 'uuid#counter', 'tracker'), { default: 'uuid#counter' }),
    echo_downstream: f(flag, { default: false }),
  },
  'request-size-limiting': {
    allowed_payload_size: f(positive, { default: 128 }),
    size_unit: f(oneOf('megabytes', 'kilobytes', 'bytes'), { default: 'megabytes' }),
    require_content_length: f(flag, { default: false }),
  },
  'request-transformer': {
    replace: f(any, { default: {} }),
    remove: f(any, { default: {} }),
    rename: f(any, { default: {} }),
    add: f(any, { default: {} }),
    append: f(any, { default: {} }),
    http_method: f(text, { default: null }),
  },
  prometheus: Object.fromEntries(
    [
      'per_consumer',
      'status_code_metrics',
      'ai_metrics',
      'latency_metrics',
      'bandwidth_metrics',
      'upstream_health_metrics',
    ].map((n) => [n, f(flag, { default: false })]),
  ),
};

/** The whole entity with defaults, and Kong's `fields` of what is wrong with it (empty if nothing is). */
export function complete(schema, given, prefix = {}) {
  const whole = { ...prefix };
  const wrong = {};
  for (const name of Object.keys(given))
    if (!schema[name] && !['id', 'created_at', 'updated_at'].includes(name)) wrong[name] = 'unknown field';
  for (const [name, field] of Object.entries(schema)) {
    const value = given[name] === undefined ? structuredClone(field.default ?? null) : given[name];
    whole[name] = value;
    if (value === null) {
      if (field.required) wrong[name] = 'required field missing';
    } else {
      const message = field.check(value);
      if (message) wrong[name] = message;
    }
  }
  return { whole, wrong };
}

/** Checks over several fields. */
export function entityChecks(kind, body) {
  if (kind === 'routes' && !['methods', 'hosts', 'paths', 'headers'].some((n) => body[n]?.length > 0)) {
    return { '@entity': ["must set one of 'methods', 'hosts', 'headers', 'paths' when 'protocols' is 'http'"] };
  }
  if (kind === 'consumers' && !body.username && !body.custom_id)
    return { '@entity': ["at least one of these fields must be non-empty: 'custom_id', 'username'"] };
  if (kind === 'plugins' && body.name === 'rate-limiting' && !periods.some((p) => body.config[p])) {
    return {
      config: {
        '@entity': [
          `at least one of these fields must be non-empty: ${periods.map((p) => `'config.${p}'`).join(', ')}`,
        ],
      },
    };
  }
  return {};
}
