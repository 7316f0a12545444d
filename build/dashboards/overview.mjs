import { busy, percent } from './expressions.mjs';
import { alerts, dashboard, series, stat, states } from './panels.mjs';

export const overview = dashboard('overview', 'Overview', 'Is everything all right?', [
  [
    stat('Targets up', percent, 'avg(up)', { low: 1, description: 'Part of the services that give metrics.' }),
    stat('Probes answered', percent, 'avg(probe_success)', {
      low: 1,
      description: 'Part of the services that answer when asked.',
    }),
    stat('Alerts', 'none', 'count(ALERTS{alertstate="firing", severity!="none"}) or vector(0)', {
      steps: [[1, 'red']],
    }),
    stat('Processors', percent, '1 - avg(rate(node_cpu_seconds_total{mode="idle"}[5m]))', busy),
    stat('Memory', percent, '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes', busy),
    stat(
      'Disk',
      percent,
      '1 - node_filesystem_avail_bytes{mountpoint="/"} / node_filesystem_size_bytes{mountpoint="/"}',
      {
        steps: [
          [0.85, 'orange'],
          [0.93, 'red'],
        ],
      },
    ),
  ],
  [
    states(
      'Services that answer',
      'probe_success',
      '{{service}}',
      ['answers', 'silent'],
      'Asked from outside every 15 seconds.',
    ),
    alerts('Firing alerts'),
  ],
  [
    series('Requests through the gateway', 'reqps', [
      ['sum by (service) (rate(kong_http_requests_total[5m]))', '{{service}}'],
    ]),
    series('Tasks waiting in RabbitMQ', 'short', [
      ['sum(rabbitmq_queue_messages)', 'waiting'],
      ['sum(rabbitmq_queue_consumers)', 'consumers'],
    ]),
  ],
  [
    series('Time a service takes to answer a probe', 's', [
      ['max by (service) (probe_duration_seconds)', '{{service}}'],
    ]),
  ],
]);
