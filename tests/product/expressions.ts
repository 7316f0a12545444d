// Whether what panels and alert rules ask for is ever answered: a division whose sides never meet gives nothing, silently.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';

const resources = fileURLToPath(new URL('../../resources/compose/', import.meta.url));

interface Asked {
  /** `overview: Processors`, `rules: TargetDown`. */
  where: string;
  /** Without matchers and limits: what is left is asked of whatever is there. */
  expression: string;
  metrics: string[];
}

/** Every expression over metrics, of dashboards and rules. */
export function asked(): Asked[] {
  const dashboards = `${resources}grafana/dashboards/`;
  const panels = readdirSync(dashboards).flatMap((f) => {
    type Target = { expr?: string; datasource?: { uid: string } };
    const { panels: all } = JSON.parse(readFileSync(dashboards + f, 'utf8')) as {
      panels: { title: string; targets?: Target[] }[];
    };
    return all.flatMap((p) =>
      (p.targets ?? [])
        .filter((t) => t.datasource?.uid === 'prom')
        .map((t) => bare(`${f.replace('.json', '')}: ${p.title}`, t.expr ?? '')),
    );
  });
  const rules = readdirSync(`${resources}prometheus/rules`).flatMap((f) => {
    const { groups } = parse(readFileSync(`${resources}prometheus/rules/${f}`, 'utf8')) as {
      groups: { rules: { alert: string; expr: string }[] }[];
    };
    return groups.flatMap((g) => g.rules.map((r) => bare(`rules: ${r.alert}`, r.expr)));
  });
  return [...panels, ...rules].filter((a) => a.metrics.length > 0 && !a.metrics.includes('ALERTS'));
}

/** Those that Prometheus has every metric for, and still answers with nothing. `checked`: how many were asked. */
export async function unanswered(prometheus: string): Promise<{ checked: number; empty: string[] }> {
  const known = new Set((await ask(`${prometheus}/api/v1/label/__name__/values`)) as string[]);
  const due = asked().filter((a) => a.metrics.every((m) => known.has(m)));
  const empty: string[] = [];
  for (const { where, expression } of due) {
    const { result } = (await ask(`${prometheus}/api/v1/query?query=${encodeURIComponent(expression)}`)) as {
      result: unknown[];
    };
    if (result.length === 0) empty.push(`${where}: ${expression}`);
  }
  return { checked: due.length, empty };
}

function bare(where: string, expr: string): Asked {
  const expression = expr
    .replaceAll('$__rate_interval', '5m')
    .replace(/\{[^{}]*\}/g, '')
    .replace(/(==|!=|<=|>=|<|>)\s*-?[\d.]+/g, '');
  const metrics: string[] = [];
  parser.parse(expression).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`${where}: not PromQL at ${node.from}: ${expression}`);
      if (node.name === 'Identifier' && node.node.parent?.name === 'VectorSelector')
        metrics.push(expression.slice(node.from, node.to));
    },
  });
  return { where, expression, metrics };
}

async function ask(url: string): Promise<unknown> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
  const body = (await answer.json()) as { status: string; data: unknown; error?: string };
  if (body.status !== 'success') throw new Error(`${decodeURIComponent(url)}: ${body.error}`);
  return body.data;
}
