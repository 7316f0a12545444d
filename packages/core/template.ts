/** Particulars of one failure: port numbers, service and image names. A missing one is left out of the sentence. */
export type Params = Readonly<Record<string, string | number | undefined>>;

/**
 * Fills a template. `{name}` is a parameter; `{name|other words}` has a fallback, which may hold parameters again;
 * `[ by {name}]` is left out as a whole if a parameter without fallback is missing in it. Anything else that is bracketed
 * (`[wsl2]`, `{{.Runtimes}}`, `${NAME}`) stands for itself: parameter names begin with a lower-case letter.
 */
export function fill(template: string, params: Params): string {
  return render(parse(template), params);
}

/** The parameters of a template; those that are not `optional` would leave a hole in the sentence. */
export function parameters(template: string): { name: string; optional: boolean }[] {
  return collect(parse(template), false);
}

type Node =
  | { kind: 'text'; text: string }
  | { kind: 'parameter'; name: string; fallback?: Node[] }
  | { kind: 'segment'; nodes: Node[] };

const parsed = new Map<string, Node[]>();

function parse(template: string): Node[] {
  let nodes = parsed.get(template);
  if (!nodes) {
    nodes = readNodes(template, 0, '').nodes;
    parsed.set(template, nodes);
  }
  return nodes;
}

/** Reads until the character `end` (or the end of the template). */
function readNodes(template: string, from: number, end: string): { nodes: Node[]; next: number; closed: boolean } {
  const nodes: Node[] = [];
  let at = from;
  while (at < template.length) {
    const char = template[at] ?? '';
    if (char === end) return { nodes, next: at + 1, closed: true };
    const read = char === '{' ? readParameter(template, at) : char === '[' ? readSegment(template, at) : undefined;
    if (read) {
      nodes.push(read.node);
      at = read.next;
    } else {
      const last = nodes.at(-1);
      if (last?.kind === 'text') last.text += char;
      else nodes.push({ kind: 'text', text: char });
      at++;
    }
  }
  return { nodes, next: at, closed: end === '' };
}

function readParameter(template: string, at: number): { node: Node; next: number } | undefined {
  const name = /^\{([a-z]\w*)(?=[|}])/.exec(template.slice(at))?.[1];
  if (name === undefined) return undefined;
  const after = at + 1 + name.length;
  if (template[after] === '}') return { node: { kind: 'parameter', name }, next: after + 1 };
  const fallback = readNodes(template, after + 1, '}');
  return { node: { kind: 'parameter', name, fallback: fallback.nodes }, next: fallback.next };
}

/** Brackets are an optional segment only if something in them can be missing. */
function readSegment(template: string, at: number): { node: Node; next: number } | undefined {
  const inner = readNodes(template, at + 1, ']');
  const canGo = inner.nodes.some((node) => node.kind === 'parameter' && !node.fallback);
  return inner.closed && canGo ? { node: { kind: 'segment', nodes: inner.nodes }, next: inner.next } : undefined;
}

function render(nodes: Node[], params: Params): string {
  return nodes
    .map((node) => {
      if (node.kind === 'text') return node.text;
      if (node.kind === 'segment') return complete(node.nodes, params) ? render(node.nodes, params) : '';
      return given(params, node.name) ?? (node.fallback ? render(node.fallback, params) : `(${node.name})`);
    })
    .join('');
}

function complete(nodes: Node[], params: Params): boolean {
  return nodes.every(
    (node) => node.kind !== 'parameter' || node.fallback !== undefined || given(params, node.name) !== undefined,
  );
}

function given(params: Params, name: string): string | undefined {
  const value = Object.hasOwn(params, name) ? params[name] : undefined;
  return value === undefined || value === '' ? undefined : String(value);
}

function collect(nodes: Node[], inSegment: boolean): { name: string; optional: boolean }[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'text') return [];
    if (node.kind === 'segment') return collect(node.nodes, true);
    const own = { name: node.name, optional: inSegment || node.fallback !== undefined };
    return [own, ...collect(node.fallback ?? [], false)];
  });
}
