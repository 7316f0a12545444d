// The few kinds of panels that the dashboards are made of, as Grafana's schema 41 wants them.
const prom = { type: 'prometheus', uid: 'prom' };
const loki = { type: 'loki', uid: 'loki' };

const targets = (queries, datasource = prom) =>
  queries.map(([expr, legend = ''], i) => ({
    refId: String.fromCharCode(65 + i),
    datasource,
    expr,
    ...(legend ? { legendFormat: legend } : {}),
  }));

/** Colours by value: `steps` are [from, colour] in rising order. */
const thresholds = (steps = []) => ({
  mode: 'absolute',
  steps: [
    { color: steps.length > 0 ? 'green' : 'text', value: null },
    ...steps.map(([value, color]) => ({ value, color })),
  ],
});

/** One number. `low` colours what is too little: green from there on. */
export function stat(title, unit, expr, { steps, low, description, decimals, mappings } = {}) {
  const coloured =
    low === undefined
      ? thresholds(steps)
      : {
          mode: 'absolute',
          steps: [
            { color: 'red', value: null },
            { color: 'green', value: low },
          ],
        };
  return {
    type: 'stat',
    title,
    ...(description ? { description } : {}),
    datasource: prom,
    targets: targets([[expr]]),
    fieldConfig: {
      defaults: {
        unit,
        thresholds: coloured,
        ...(decimals === undefined ? {} : { decimals }),
        ...(mappings ? { mappings } : {}),
        noValue: '–',
      },
      overrides: [],
    },
    options: {
      colorMode: 'value',
      graphMode: 'area',
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    },
    height: 4,
  };
}

/** Lines over time. `queries`: [expression, legend] each. */
export function series(title, unit, queries, { description, stack = false, max, min = 0, steps } = {}) {
  return {
    type: 'timeseries',
    title,
    ...(description ? { description } : {}),
    datasource: prom,
    targets: targets(queries),
    fieldConfig: {
      defaults: {
        unit,
        min,
        ...(max === undefined ? {} : { max }),
        thresholds: thresholds(steps),
        custom: {
          lineWidth: 1,
          fillOpacity: stack ? 40 : 8,
          showPoints: 'never',
          stacking: { mode: stack ? 'normal' : 'none', group: 'A' },
          thresholdsStyle: { mode: steps ? 'line' : 'off' },
        },
      },
      overrides: [],
    },
    options: {
      legend: { displayMode: 'table', placement: 'bottom', calcs: ['lastNotNull', 'max'] },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
    height: 8,
  };
}

/** What is up and what is not, one field per target. */
export function states(title, expr, legend, words, description) {
  const panel = stat(title, 'none', expr, {
    low: 1,
    description,
    mappings: [
      { type: 'value', options: { 0: { text: words[1], color: 'red' }, 1: { text: words[0], color: 'green' } } },
    ],
  });
  panel.targets[0].legendFormat = legend;
  panel.options = { ...panel.options, graphMode: 'none', colorMode: 'background', textMode: 'value_and_name' };
  return { ...panel, height: 7 };
}

/** Alerts that are firing now. */
export function alerts(title) {
  return {
    type: 'table',
    title,
    description: 'Empty is good.',
    datasource: prom,
    targets: [
      {
        refId: 'A',
        datasource: prom,
        expr: 'ALERTS{alertstate="firing", severity!="none"}',
        format: 'table',
        instant: true,
      },
    ],
    transformations: [
      {
        id: 'organize',
        options: {
          excludeByName: {
            Time: true,
            Value: true,
            __name__: true,
            alertstate: true,
            instance: true,
            job: true,
            tier: true,
          },
        },
      },
    ],
    fieldConfig: { defaults: { noValue: 'No alert' }, overrides: [] },
    options: { showHeader: true },
    height: 7,
  };
}

export function logs(title, expr) {
  return {
    type: 'logs',
    title,
    datasource: loki,
    targets: targets([[expr]], loki),
    options: {
      showTime: true,
      wrapLogMessage: true,
      sortOrder: 'Descending',
      enableLogDetails: true,
      dedupStrategy: 'none',
    },
    height: 16,
  };
}

export function logBars(title, expr, legend) {
  const panel = series(title, 'short', [[expr, legend]], { stack: true });
  panel.fieldConfig.defaults.custom = { ...panel.fieldConfig.defaults.custom, drawStyle: 'bars', fillOpacity: 80 };
  return { ...panel, datasource: loki, targets: targets([[expr, legend]], loki), height: 6 };
}

/** A choice at the top: values of a label. */
export const variable = (name, label, query, datasource = prom) => ({
  name,
  label,
  type: 'query',
  datasource,
  query: datasource === loki ? { label: query, type: 1, refId: 'labels' } : { query, refId: 'labels' },
  includeAll: true,
  multi: true,
  allValue: '.+',
  current: { text: 'All', value: '$__all' },
  refresh: 2,
  sort: 1,
});
export const lokiVariable = (name, label, query) => variable(name, label, query, loki);
export const search = (name, label) => ({ name, label, type: 'textbox', query: '', current: { text: '', value: '' } });

/** `rows`: panels side by side, each row as wide as the page. */
export function dashboard(uid, title, description, rows, variables = [], from = 'now-1h') {
  let y = 0;
  let id = 0;
  const panels = rows.flatMap((row) => {
    const height = Math.max(...row.map((p) => p.height));
    const w = Math.floor(24 / row.length);
    const placed = row.map(({ height: _, ...panel }, i) => {
      id += 1;
      return { id, ...panel, gridPos: { x: i * w, y, w: i === row.length - 1 ? 24 - i * w : w, h: height } };
    });
    y += height;
    return placed;
  });
  return {
    uid: `sutazai-${uid}`,
    title,
    description,
    tags: ['sutazai'],
    schemaVersion: 41,
    version: 1,
    editable: false,
    graphTooltip: 1,
    refresh: '30s',
    time: { from, to: 'now' },
    timezone: 'browser',
    templating: { list: variables },
    links: [{ type: 'dashboards', title: 'SutazAI', tags: ['sutazai'], asDropdown: true, keepTime: true }],
    panels,
  };
}
