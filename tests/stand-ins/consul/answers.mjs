// Consul's answers: JSON for what is there, plain text for what is wrong.
export const json = (value, headers = {}) => ({
  status: 200,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});
export const text = (status, body, type = 'text/plain; charset=utf-8') => ({
  status,
  headers: { 'content-type': type },
  body,
});
export const nothing = (headers = {}) => ({ status: 404, headers, body: '' });

class Forbidden extends Error {}

/** @throws always; the API makes a 403 of it. */
export function forbidden(resource, name, rank) {
  const right = rank === 2 ? 'write' : 'read';
  throw new Forbidden(`Permission denied: token lacks permission '${resource}:${right}' on ${JSON.stringify(name)}`);
}

export function answerOf(error) {
  if (error instanceof Forbidden) return text(403, error.message);
  if (error instanceof SyntaxError) return text(400, `Request decode failed: ${error.message}`);
  return text(500, String(error.message ?? error));
}
