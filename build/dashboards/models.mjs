import { byService, legendOfContainer } from './expressions.mjs';
import { dashboard, series, states } from './panels.mjs';

export const models = dashboard(
  'models',
  'Agents and models',
  'The model server. It gives no metrics of its own: what agents and models do comes from the platform’s services as they arrive.',
  [
    [
      states('Model server', 'probe_success{tier="model"}', '{{service}}', ['answers', 'silent']),
      series('Time to answer a probe', 's', [
        ['max by (service) (probe_duration_seconds{tier="model"})', '{{service}}'],
      ]),
    ],
    [
      series(
        'Processor of the model server',
        'none',
        [
          [
            `sum by (${byService}) (rate(container_cpu_usage_seconds_total{${byService}=~"ollama.*"}[5m]))`,
            legendOfContainer,
          ],
        ],
        { description: 'Cores in use.' },
      ),
      series('Memory of the model server', 'bytes', [
        [`sum by (${byService}) (container_memory_working_set_bytes{${byService}=~"ollama.*"})`, legendOfContainer],
      ]),
    ],
    [
      series('Agents’ requests through the gateway', 'reqps', [
        ['sum by (code) (rate(kong_http_requests_total{service="ai-agents-proxy"}[5m]))', '{{code}}'],
      ]),
    ],
  ],
);
