import { byService, legendOfContainer, percent, quantile } from './expressions.mjs';
import { dashboard, series, stat, states } from './panels.mjs';

const requests = 'http_request_duration_seconds_count';
const failed = `sum by (service) (rate(${requests}{status=~"5.."}[5m])) / sum by (service) (rate(${requests}[5m]))`;

export const platform = dashboard(
  'platform',
  'Platform',
  'The services of our own: the API, its workers, the bridge and FAISS.',
  [
    [
      states('Answering', 'probe_success{tier=~"platform|agents"}', '{{service}}', ['answers', 'silent']),
      states(
        'What each of them can use',
        'min by (name) (dependency_up)',
        '{{name}}',
        ['reached', 'away'],
        'What is away only takes away what needs it.',
      ),
    ],
    [
      series('Requests', 'reqps', [[`sum by (service) (rate(${requests}[5m]))`, '{{service}}']]),
      series('Answers by status', 'reqps', [[`sum by (status) (rate(${requests}[5m]))`, '{{status}}']], {
        stack: true,
      }),
      series('Errors (5xx)', percent, [[failed, '{{service}}']], {
        max: 1,
        description: 'Part of the answers. 503 says that a dependency is away.',
        steps: [[0.05, 'red']],
      }),
    ],
    [
      series(
        'Time of a request, 95 %',
        's',
        [[quantile(0.95, 'http_request_duration_seconds', 'service'), '{{service}}']],
        {
          description: 'Streams last as long as the answer that they carry.',
        },
      ),
      series('Slowest routes of the API, 95 %', 's', [
        [
          `topk(8, histogram_quantile(0.95, sum by (route, le) (rate(http_request_duration_seconds_bucket{service="backend"}[5m]))))`,
          '{{route}}',
        ],
      ]),
    ],
    [
      stat('Tasks waiting', 'short', 'sum(max by (agent) (agent_queue_depth))', {
        steps: [
          [5, 'orange'],
          [20, 'red'],
        ],
      }),
      series('Tasks waiting, by agent', 'short', [['max by (agent) (agent_queue_depth)', '{{agent}}']]),
      series('Memory', 'bytes', [
        [
          `sum by (${byService}) (container_memory_working_set_bytes{${byService}=~"backend.*|mcp-bridge|faiss"})`,
          legendOfContainer,
        ],
      ]),
    ],
  ],
);
