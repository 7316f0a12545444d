// Kong's answers that are not what was asked for: codes, names and sentences of its `{code, name, message, fields}`.
const fault = (status, code, name, message, fields) => ({
  status,
  body: { code, name, message, ...(fields ? { fields } : {}) },
});

export const notFound = (message = 'Not found') => ({ status: 404, body: { message } });
export const notAllowed = () => ({ status: 405, body: { message: 'Method not allowed' } });

export function violation(fields) {
  const told = [...(fields['@entity'] ?? [])];
  for (const name of Object.keys(fields).sort()) {
    const value = fields[name];
    if (name === '@entity') continue;
    if (typeof value === 'string') told.push(`${name}: ${value}`);
    else
      for (const inner of Object.keys(value).sort())
        if (value[inner] !== null)
          told.push(
            `${name}.${inner}: ${typeof value[inner] === 'string' ? value[inner] : JSON.stringify(value[inner])}`,
          );
  }
  const count = told.length === 1 ? 'schema violation' : `${told.length} schema violations`;
  return fault(400, 2, 'schema violation', `${count} (${told.join('; ')})`, fields);
}

export const unknownReference = (name, value, kind) =>
  fault(
    400,
    4,
    'foreign key violation',
    `the foreign key '${asLua(value)}' does not reference an existing '${kind}' entity.`,
    { [name]: value },
  );

export const stillReferenced = (kind, by) =>
  fault(400, 4, 'foreign key violation', `an existing '${by}' entity references this '${kind}' entity`, {
    '@referenced_by': by,
  });

export const notUnique = (key) =>
  fault(409, 5, 'unique constraint violation', `UNIQUE violation detected on '${asLua(key)}'`, key);

export const invalidSize = () => fault(400, 9, 'invalid size', 'size must be an integer between 1 and 1000');

/** Kong writes keys as Lua tables: `{name="x",service=null}`. */
function asLua(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([k, v]) => `${k}=${asLua(v)}`).join(',')}}`;
}
