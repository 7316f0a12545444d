// Kong's schemas carry Lua patterns. Those of its published schemas, as regular expressions: classes, sets, anchors, * + - ?.
const classes = {
  a: 'A-Za-z',
  d: '0-9',
  l: 'a-z',
  u: 'A-Z',
  w: 'A-Za-z0-9',
  s: '\\s',
  p: '!-\\/:-@\\[-`{-~',
  x: '0-9A-Fa-f',
};
const known = new Map();

/** @throws if the pattern uses what is not translated: balanced matches, captures, frontiers. */
export function luaPattern(pattern) {
  let compiled = known.get(pattern);
  if (!compiled) {
    compiled = translate(pattern);
    known.set(pattern, compiled);
  }
  return compiled;
}

function translate(pattern) {
  let out = '';
  let i = 0;
  if (pattern[0] === '^') {
    out = '^';
    i = 1;
  }
  while (i < pattern.length) {
    if (pattern[i] === '$' && i === pattern.length - 1) return new RegExp(`${out}$`, 's');
    const [item, next] = pattern[i] === '[' ? set(pattern, i) : single(pattern, i);
    out += item;
    i = next;
    const repeat = pattern[i];
    // Lua's `-` is the lazy star.
    if (repeat === '*' || repeat === '+' || repeat === '?') out += repeat;
    else if (repeat === '-') out += '*?';
    else continue;
    i += 1;
  }
  return new RegExp(out, 's');
}

function single(pattern, i) {
  const c = pattern[i];
  if (c === '(' || c === ')') throw new Error(`a capture in the Lua pattern ${pattern}`);
  if (c === '.') return ['.', i + 1];
  if (c !== '%') return [escaped(c), i + 1];
  return [escapeOf(pattern, i + 1, false), i + 2];
}

function set(pattern, start) {
  let i = start + 1;
  let out = '[';
  if (pattern[i] === '^') {
    out += '^';
    i += 1;
  }
  // A bracket that comes first is one of the set.
  for (let first = true; first || pattern[i] !== ']'; first = false) {
    if (i >= pattern.length) throw new Error(`a set without an end in the Lua pattern ${pattern}`);
    if (pattern[i] === '%') {
      out += escapeOf(pattern, i + 1, true);
      i += 2;
    } else if (pattern[i + 1] === '-' && pattern[i + 2] !== undefined && pattern[i + 2] !== ']') {
      out += `${escaped(pattern[i])}-${escaped(pattern[i + 2])}`;
      i += 3;
    } else {
      out += escaped(pattern[i]);
      i += 1;
    }
  }
  return [`${out}]`, i + 1];
}

function escapeOf(pattern, i, inSet) {
  const c = pattern[i] ?? '';
  const range = classes[c.toLowerCase()];
  if (!/[A-Za-z]/.test(c)) return escaped(c);
  if (!range || (inSet && c !== c.toLowerCase())) throw new Error(`%${c} in the Lua pattern ${pattern}`);
  if (inSet) return range;
  return c === c.toLowerCase() ? `[${range}]` : `[^${range}]`;
}

const escaped = (c) => (/[\\^$.*+?()[\]{}|/-]/.test(c) ? `\\${c}` : c);
