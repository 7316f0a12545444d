import { byService, legendOfContainer, ofContainers, percent } from './expressions.mjs';
import { dashboard, series, stat, variable } from './panels.mjs';

export const containers = dashboard(
  'containers',
  'Containers',
  'What each service takes of the machine.',
  [
    [
      stat('Containers', 'none', `count(container_last_seen{${byService}!=""})`),
      stat('Processors', 'none', `sum(rate(container_cpu_usage_seconds_total{${ofContainers}}[5m]))`, {
        decimals: 2,
        description: 'Cores in use.',
      }),
      stat('Memory', 'bytes', `sum(container_memory_working_set_bytes{${ofContainers}})`),
      stat('Out-of-memory kills, 24 h', 'none', `sum(increase(container_oom_events_total{${ofContainers}}[24h]))`, {
        steps: [[1, 'red']],
        decimals: 0,
      }),
    ],
    [
      series(
        'Processor',
        'none',
        [[`sum by (${byService}) (rate(container_cpu_usage_seconds_total{${ofContainers}}[5m]))`, legendOfContainer]],
        { stack: true, description: 'Cores in use.' },
      ),
      series(
        'Memory',
        'bytes',
        [[`sum by (${byService}) (container_memory_working_set_bytes{${ofContainers}})`, legendOfContainer]],
        { stack: true },
      ),
    ],
    [
      series(
        'Memory, part of the limit',
        percent,
        [
          [
            `container_memory_working_set_bytes{${ofContainers}} / (container_spec_memory_limit_bytes{${ofContainers}} > 0)`,
            legendOfContainer,
          ],
        ],
        { max: 1, steps: [[0.9, 'red']] },
      ),
      series(
        'Slowed down by the processor limit',
        percent,
        [
          [
            `rate(container_cpu_cfs_throttled_periods_total{${ofContainers}}[5m]) / rate(container_cpu_cfs_periods_total{${ofContainers}}[5m])`,
            legendOfContainer,
          ],
        ],
        { max: 1 },
      ),
    ],
    [
      series('Network in', 'Bps', [
        [`sum by (${byService}) (rate(container_network_receive_bytes_total{${ofContainers}}[5m]))`, legendOfContainer],
      ]),
      series('Network out', 'Bps', [
        [
          `sum by (${byService}) (rate(container_network_transmit_bytes_total{${ofContainers}}[5m]))`,
          legendOfContainer,
        ],
      ]),
    ],
    [
      series('Disk written', 'Bps', [
        [`sum by (${byService}) (rate(container_fs_writes_bytes_total{${ofContainers}}[5m]))`, legendOfContainer],
      ]),
      series('Starts', 'short', [[`changes(container_start_time_seconds{${ofContainers}}[1h])`, legendOfContainer]], {
        description: 'Within the last hour.',
      }),
    ],
  ],
  [variable('service', 'Service', `label_values(container_last_seen, ${byService})`)],
);
