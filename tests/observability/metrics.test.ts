// Every metric that a panel or an alert rule names exists in a sample, most of them captured from real servers.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
// @ts-expect-error a plain script
import { dashboards } from '../../build/dashboards/dashboards.mjs';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const resources = at('../../resources/compose/');
const samples = at('./samples/');

const known = new Set(
  readdirSync(samples).flatMap((f) =>
    readFileSync(join(samples, f), 'utf8')
      .split('\n')
      .filter((l) => l && !l.startsWith('#')),
  ),
);

interface Target {
  expr?: string;
  datasource?: { uid: string };
}
interface Panel {
  title: string;
  type: string;
  targets?: Target[];
  gridPos: { x: number; y: number; w: number; h: number };
}
interface Dashboard {
  uid: string;
  title: string;
  panels: Panel[];
  templating: { list: { name: string; query: unknown; datasource?: { uid: string } }[] };
}

const files = readdirSync(join(resources, 'grafana/dashboards'));
const read = (f: string) => JSON.parse(readFileSync(join(resources, 'grafana/dashboards', f), 'utf8')) as Dashboard;
const rules = readdirSync(join(resources, 'prometheus/rules')).flatMap(
  (f) =>
    (
      parse(readFileSync(join(resources, 'prometheus/rules', f), 'utf8')) as {
        groups: {
          name: string;
          rules: { alert: string; expr: string; labels: Record<string, string>; annotations: Record<string, string> }[];
        }[];
      }
    ).groups,
);

/** Metric names of an expression; a fault in it is a fault of the test. Grafana's variables are put in first. */
function metricsOf(expr: string): string[] {
  const text = expr.replaceAll('$__rate_interval', '5m').replaceAll('$service', '.+');
  const names: string[] = [];
  parser.parse(text).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`not PromQL at ${node.from}: ${text}`);
      if (node.name === 'Identifier' && node.node.parent?.name === 'VectorSelector')
        names.push(text.slice(node.from, node.to));
    },
  });
  return names;
}

describe('metric names', () => {
  it.each(files)('of %s are in a sample', (file) => {
    for (const panel of read(file).panels) {
      for (const target of panel.targets ?? []) {
        if (target.datasource?.uid !== 'prom') continue;
        const names = metricsOf(target.expr ?? '');
        expect(names.length, `${panel.title}: ${target.expr}`).toBeGreaterThan(0);
        expect(
          names.filter((n) => !known.has(n)),
          panel.title,
        ).toEqual([]);
      }
    }
  });
  it.each(rules.map((g) => [g.name, g] as const))('of the rules %s are in a sample', (_, group) => {
    for (const rule of group.rules) {
      if (rule.alert === 'Watchdog') continue;
      const names = metricsOf(rule.expr);
      expect(names.length, rule.alert).toBeGreaterThan(0);
      expect(
        names.filter((n) => !known.has(n)),
        rule.alert,
      ).toEqual([]);
    }
  });
  it('would be missed if they were not', () => {
    expect(metricsOf('sum by (a) (rate(no_such_metric{b="c"}[5m])) / on (d) up')).toEqual(['no_such_metric', 'up']);
    expect(known.has('no_such_metric')).toBe(false);
    expect(() => metricsOf('rate(up[5m]')).toThrow();
  });
});

describe('alert rules', () => {
  it('can fire, each of them: there is a test in which it does', () => {
    const tested = readFileSync(at('./rules/rules.test.yml'), 'utf8');
    const fires = (alert: string) => new RegExp(`alertname(="|: )${alert}\\b`).test(tested);
    const named = /alertname=~"([^"]+)"/g;
    const also = [...tested.matchAll(named)].flatMap(([, list]) => (list ?? '').split('|'));
    const all = rules.flatMap((g) => g.rules).map((r) => r.alert);
    expect(all.filter((a) => !fires(a) && !also.includes(a))).toEqual([]);
  });
  it.each(rules.flatMap((g) => g.rules).map((r) => [r.alert, r] as const))(
    '%s says what is wrong and what to do',
    (alert, rule) => {
      expect(rule.annotations.summary).toBeTruthy();
      expect(rule.annotations.description).toBeTruthy();
      if (alert !== 'Watchdog') expect(rule.annotations.action).toBeTruthy();
      expect(rule.labels.severity).toMatch(/^(critical|warning|none)$/);
    },
  );
});

describe('dashboards', () => {
  it('are what their source says: node build/dashboards/render.mjs', () => {
    expect(files.sort()).toEqual(
      Object.keys(dashboards)
        .map((n) => `${n}.json`)
        .sort(),
    );
    for (const [name, dashboard] of Object.entries(dashboards))
      expect(read(`${name}.json`)).toEqual(JSON.parse(JSON.stringify(dashboard)));
  });
  it.each(files)('%s lays its panels side by side, none over another', (file) => {
    const { panels } = read(file);
    for (const [i, { gridPos: a }] of panels.entries()) {
      expect(a.x + a.w).toBeLessThanOrEqual(24);
      for (const { gridPos: b } of panels.slice(i + 1)) {
        expect(a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h).toBe(false);
      }
    }
  });
  it('have names of their own, and data sources that are provisioned', () => {
    const all = files.map(read);
    expect(new Set(all.map((d) => d.uid)).size).toBe(all.length);
    const { datasources } = parse(
      readFileSync(join(resources, 'grafana/provisioning/datasources/sutazai.yml'), 'utf8'),
    ) as {
      datasources: { uid: string }[];
    };
    const uids = datasources.map((d) => d.uid);
    for (const text of files.map((f) => readFileSync(join(resources, 'grafana/dashboards', f), 'utf8'))) {
      for (const [, uid = ''] of text.matchAll(/"uid": "(prom|loki|[^"]*)"/g)) {
        if (!uid.startsWith('sutazai-')) expect(uids).toContain(uid);
      }
    }
  });
});
