import { percent, quantile } from './expressions.mjs';
import { dashboard, series, stat } from './panels.mjs';

export const gateway = dashboard('gateway', 'Gateway', 'Requests through Kong.', [
  [
    stat('Requests', 'reqps', 'sum(rate(kong_http_requests_total[5m]))', { decimals: 2 }),
    stat(
      'Errors (5xx)',
      percent,
      'sum(rate(kong_http_requests_total{code=~"5.."}[5m])) / sum(rate(kong_http_requests_total[5m]))',
      {
        steps: [
          [0.01, 'orange'],
          [0.05, 'red'],
        ],
      },
    ),
    stat(
      'Turned away (429)',
      percent,
      'sum(rate(kong_http_requests_total{code="429"}[5m])) / sum(rate(kong_http_requests_total[5m]))',
      {
        steps: [
          [0.01, 'orange'],
          [0.1, 'red'],
        ],
      },
    ),
    stat('Database', 'none', 'kong_datastore_reachable', {
      low: 1,
      mappings: [{ type: 'value', options: { 0: { text: 'unreachable' }, 1: { text: 'reachable' } } }],
    }),
  ],
  [
    series('Requests by service', 'reqps', [['sum by (service) (rate(kong_http_requests_total[5m]))', '{{service}}']]),
    series('Requests by answer', 'reqps', [['sum by (code) (rate(kong_http_requests_total[5m]))', '{{code}}']], {
      stack: true,
    }),
  ],
  [
    series('Time of a request', 'ms', [
      [quantile(0.5, 'kong_request_latency_ms', 'service'), '{{service}} half'],
      [quantile(0.95, 'kong_request_latency_ms', 'service'), '{{service}} 95 %'],
    ]),
    series('Of which the service itself', 'ms', [
      [quantile(0.95, 'kong_upstream_latency_ms', 'service'), '{{service}} 95 %'],
    ]),
    series('Of which Kong', 'ms', [[quantile(0.95, 'kong_kong_latency_ms', 'service'), '{{service}} 95 %']]),
  ],
  [
    series('Bandwidth', 'Bps', [
      ['sum by (direction, service) (rate(kong_bandwidth_bytes[5m]))', '{{service}} {{direction}}'],
    ]),
    series('Connections', 'short', [['kong_nginx_connections_total', '{{state}}']]),
    series(
      'Shared memory used',
      percent,
      [['kong_memory_lua_shared_dict_bytes / kong_memory_lua_shared_dict_total_bytes', '{{shared_dict}}']],
      { max: 1 },
    ),
  ],
]);
