export interface Interpolation {
  /** Undefined means the variable is not set. */
  lookup: (name: string) => string | undefined;
  /** Called for each `$NAME` without a default that is not set; it becomes "". */
  onUnset?: (name: string) => void;
}

/** What is wrong with a text that holds variables. */
export class InterpolationError extends Error {
  constructor(
    message: string,
    /** Set for `${NAME:?message}`: the variable that must be given. */
    readonly required?: string,
  ) {
    super(message);
  }
}

const namePattern = /^[_a-zA-Z][_a-zA-Z0-9]*/;

/**
 * Replaces `$NAME`, `${NAME}` and the operators `:-` `-` `:?` `?` `:+` `+`, nested to any depth; `$$` is a dollar sign
 * (facts 1.1, no. 4). Throws InterpolationError.
 */
export function interpolate(text: string, how: Interpolation): string {
  if (!text.includes('$')) return text;
  let out = '';
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) return out + text.slice(at);
    out += text.slice(at, dollar);
    const next = text[dollar + 1];
    if (next === '$') {
      out += '$';
      at = dollar + 2;
    } else if (next === '{') {
      const end = closingBrace(text, dollar + 2);
      if (end < 0) throw new InterpolationError(`invalid interpolation format for "${text}": "\${" is not closed`);
      out += braced(text.slice(dollar + 2, end), text, how);
      at = end + 1;
    } else {
      const name = namePattern.exec(text.slice(dollar + 1))?.[0];
      if (name === undefined) {
        throw new InterpolationError(`invalid interpolation format for "${text}": write "$$" for a dollar sign`);
      }
      out += plain(name, how);
      at = dollar + 1 + name.length;
    }
  }
  return out;
}

/** Index of the `}` that belongs to a `${` before `from`; -1 if there is none. */
function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '$' && text[i + 1] === '$') i += 1;
    else if (text[i] === '$' && text[i + 1] === '{') {
      depth += 1;
      i += 1;
    } else if (text[i] === '}') {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  return -1;
}

function plain(name: string, how: Interpolation): string {
  const value = how.lookup(name);
  if (value === undefined) how.onUnset?.(name);
  return value ?? '';
}

function braced(inner: string, whole: string, how: Interpolation): string {
  const name = namePattern.exec(inner)?.[0];
  if (name === undefined)
    throw new InterpolationError(`invalid interpolation format for "${whole}": "\${${inner}}" names no variable`);
  const rest = inner.slice(name.length);
  if (rest === '') return plain(name, how);
  const match = /^(:?[-?+])/.exec(rest);
  if (!match) throw new InterpolationError(`invalid interpolation format for "${whole}": "${rest}" is no operator`);
  const operator = match[0];
  const operand = rest.slice(operator.length);
  const value = how.lookup(name);
  const given = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
  switch (operator.at(-1)) {
    case '-':
      return given ? (value ?? '') : interpolate(operand, how);
    case '+':
      return given ? interpolate(operand, how) : '';
    default: {
      if (given) return value ?? '';
      const message = interpolate(operand, how);
      throw new InterpolationError(
        `required variable ${name} is missing a value${message ? `: ${message}` : ''}`,
        name,
      );
    }
  }
}
