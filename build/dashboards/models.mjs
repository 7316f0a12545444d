import { byService, legendOfContainer, quantile } from './expressions.mjs';
import { dashboard, series, stat, states } from './panels.mjs';

export const models = dashboard(
  'models',
  'Agents and models',
  'Agents’ runs, and the model server, which gives no metrics of its own.',
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
      stat('Runs going on', 'short', 'sum(agent_run_active)'),
      series('Runs that ended, per hour', 'short', [
        ['sum by (service, outcome) (increase(agent_run_outcomes_total[1h]))', '{{service}} {{outcome}}'],
      ]),
      series('Time of a run', 's', [
        [quantile(0.5, 'agent_run_seconds', 'service'), '{{service}} half'],
        [quantile(0.95, 'agent_run_seconds', 'service'), '{{service}} 95 %'],
      ]),
    ],
    [
      series('Runs by the bridge, per hour', 'short', [
        ['sum by (agent, outcome) (increase(agent_runs_total[1h]))', '{{agent}} {{outcome}}'],
      ]),
      series('Tasks from the queues, per hour', 'short', [
        ['sum by (agent, outcome) (increase(agent_tasks_total[1h]))', '{{agent}} {{outcome}}'],
      ]),
      series('Agents’ requests through the gateway', 'reqps', [
        ['sum by (code) (rate(kong_http_requests_total{service="ai-agents-proxy"}[5m]))', '{{code}}'],
      ]),
    ],
  ],
);
