// What each dashboard shows. Metric names are checked against captured samples (tests/observability).
import { alerts, dashboard, logBars, logs, lokiVariable, search, series, stat, states, variable } from './panels.mjs';

const percent = 'percentunit';
const busy = {
  steps: [
    [0.7, 'orange'],
    [0.9, 'red'],
  ],
};
const ofContainers = 'container_label_com_docker_compose_service=~"$service"';
const byService = 'container_label_com_docker_compose_service';
const legendOfContainer = `{{${byService}}}`;
const quantile = (q, metric, by) => `histogram_quantile(${q}, sum by (${by}, le) (rate(${metric}_bucket[5m])))`;

const overview = dashboard('overview', 'Overview', 'Is everything all right?', [
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

const host = dashboard(
  'host',
  'Host',
  'The machine. On Docker Desktop this is its virtual machine, not the computer.',
  [
    [
      stat('Processors', percent, '1 - avg(rate(node_cpu_seconds_total{mode="idle"}[5m]))', busy),
      stat('Load per processor', 'none', 'node_load5 / count by (instance) (node_cpu_seconds_total{mode="idle"})', {
        steps: [
          [1, 'orange'],
          [2, 'red'],
        ],
        decimals: 2,
      }),
      stat('Memory', percent, '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes', busy),
      stat('Swap used', 'bytes', 'node_memory_SwapTotal_bytes - node_memory_SwapFree_bytes'),
      stat('Disk free', 'bytes', 'node_filesystem_avail_bytes{mountpoint="/"}'),
      stat('Running since', 's', 'time() - node_boot_time_seconds'),
    ],
    [
      series(
        'Processors by use',
        percent,
        [['avg by (mode) (rate(node_cpu_seconds_total{mode!="idle"}[5m]))', '{{mode}}']],
        { stack: true, max: 1 },
      ),
      series('Memory', 'bytes', [
        ['node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes', 'used'],
        ['node_memory_Cached_bytes', 'file cache'],
        ['node_memory_MemTotal_bytes', 'total'],
      ]),
    ],
    [
      series('Network', 'Bps', [
        ['sum(rate(node_network_receive_bytes_total{device!~"lo|veth.*|br-.*"}[5m]))', 'in'],
        ['sum(rate(node_network_transmit_bytes_total{device!~"lo|veth.*|br-.*"}[5m]))', 'out'],
      ]),
      series('Disk', 'Bps', [
        ['sum by (device) (rate(node_disk_read_bytes_total[5m]))', '{{device}} read'],
        ['sum by (device) (rate(node_disk_written_bytes_total[5m]))', '{{device}} written'],
      ]),
    ],
    [
      series('Disk busy', percent, [['rate(node_disk_io_time_seconds_total[5m])', '{{device}}']], { max: 1 }),
      series('Disk operations', 'iops', [
        ['sum by (device) (rate(node_disk_reads_completed_total[5m]))', '{{device}} reads'],
        ['sum by (device) (rate(node_disk_writes_completed_total[5m]))', '{{device}} writes'],
      ]),
    ],
    [
      series(
        'Space used',
        percent,
        [
          [
            '1 - node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs|ramfs"} / node_filesystem_size_bytes{fstype!~"tmpfs|overlay|squashfs|ramfs"}',
            '{{mountpoint}}',
          ],
        ],
        { max: 1 },
      ),
      series('Open files', 'short', [['node_filefd_allocated', 'open']]),
    ],
  ],
);

const containers = dashboard(
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

const gateway = dashboard('gateway', 'Gateway', 'Requests through Kong.', [
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

const databases = dashboard(
  'databases',
  'Databases and broker',
  'PostgreSQL, Redis and RabbitMQ. Neo4j’s Community edition gives no metrics: its probes are in the overview.',
  [
    [
      stat('PostgreSQL', 'none', 'pg_up', {
        low: 1,
        mappings: [{ type: 'value', options: { 0: { text: 'down' }, 1: { text: 'up' } } }],
      }),
      stat(
        'Connections',
        percent,
        'sum by (instance) (pg_stat_activity_count) / on (instance) pg_settings_max_connections',
        busy,
      ),
      stat('Redis', 'none', 'redis_up', {
        low: 1,
        mappings: [{ type: 'value', options: { 0: { text: 'down' }, 1: { text: 'up' } } }],
      }),
      stat('Redis memory', percent, 'redis_memory_used_bytes / (redis_memory_max_bytes > 0)', busy),
      stat('Tasks waiting', 'short', 'sum(rabbitmq_queue_messages)', {
        steps: [
          [100, 'orange'],
          [1000, 'red'],
        ],
      }),
      stat('RabbitMQ memory', 'bytes', 'sum(rabbitmq_process_resident_memory_bytes)'),
    ],
    [
      series('PostgreSQL: transactions', 'ops', [
        ['sum by (datname) (rate(pg_stat_database_xact_commit{datname!~"template.*"}[5m]))', '{{datname}} done'],
        ['sum by (datname) (rate(pg_stat_database_xact_rollback{datname!~"template.*"}[5m]))', '{{datname}} undone'],
      ]),
      series('PostgreSQL: connections by state', 'short', [['sum by (state) (pg_stat_activity_count)', '{{state}}']], {
        stack: true,
      }),
      series('PostgreSQL: size', 'bytes', [['pg_database_size_bytes{datname!~"template.*"}', '{{datname}}']]),
    ],
    [
      series(
        'PostgreSQL: read from memory',
        percent,
        [
          [
            'sum by (datname) (rate(pg_stat_database_blks_hit{datname!~"template.*"}[5m])) / (sum by (datname) (rate(pg_stat_database_blks_hit{datname!~"template.*"}[5m]) + rate(pg_stat_database_blks_read{datname!~"template.*"}[5m])))',
            '{{datname}}',
          ],
        ],
        { max: 1 },
      ),
      series('Redis: commands', 'ops', [['rate(redis_commands_processed_total[5m])', 'commands']]),
      series(
        'Redis: found in cache',
        percent,
        [
          [
            'rate(redis_keyspace_hits_total[5m]) / (rate(redis_keyspace_hits_total[5m]) + rate(redis_keyspace_misses_total[5m]))',
            'hits',
          ],
        ],
        { max: 1 },
      ),
    ],
    [
      series('Redis: memory', 'bytes', [
        ['redis_memory_used_bytes', 'used'],
        ['redis_memory_max_bytes', 'most allowed'],
      ]),
      series('Redis: keys', 'short', [['sum by (db) (redis_db_keys)', '{{db}}']]),
      series('Redis: clients', 'short', [
        ['redis_connected_clients', 'connected'],
        ['redis_blocked_clients', 'waiting'],
      ]),
    ],
    [
      series('RabbitMQ: messages', 'short', [
        ['sum(rabbitmq_queue_messages_ready)', 'ready'],
        ['sum(rabbitmq_queue_messages_unacked)', 'being worked on'],
      ]),
      series('RabbitMQ: rate', 'ops', [
        ['sum(rate(rabbitmq_global_messages_received_total[5m]))', 'in'],
        ['sum(rate(rabbitmq_global_messages_delivered_total[5m]))', 'out'],
      ]),
      series('RabbitMQ: connections', 'short', [
        ['rabbitmq_connections', 'connections'],
        ['rabbitmq_channels', 'channels'],
      ]),
    ],
  ],
);

const vectors = dashboard(
  'vectors',
  'Vector stores',
  'Qdrant gives metrics; Chroma gives none and is only asked whether it answers.',
  [
    [
      states('Answering', 'probe_success{tier="vectors"}', '{{service}}', ['answers', 'silent']),
      stat('Qdrant collections', 'none', 'collections_total{job="qdrant"}'),
      stat('Qdrant vectors', 'short', 'collections_vector_total{job="qdrant"}'),
    ],
    [
      series('Qdrant: requests', 'reqps', [
        ['sum by (endpoint) (rate(rest_responses_total{job="qdrant"}[5m]))', '{{endpoint}}'],
      ]),
      series('Qdrant: time of a request', 's', [
        [
          'sum by (endpoint) (rate(rest_responses_duration_seconds_sum{job="qdrant"}[5m])) / sum by (endpoint) (rate(rest_responses_duration_seconds_count{job="qdrant"}[5m]))',
          '{{endpoint}}',
        ],
      ]),
    ],
    [
      series('Qdrant: memory', 'bytes', [['memory_resident_bytes{job="qdrant"}', 'resident']]),
      series('Time to answer a probe', 's', [
        ['max by (service) (probe_duration_seconds{tier="vectors"})', '{{service}}'],
      ]),
    ],
  ],
);

const models = dashboard(
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

const gpu = dashboard('gpu', 'Graphics card', 'NVIDIA cards (profile gpu-nvidia).', [
  [
    stat('Use', 'percent', 'avg(DCGM_FI_DEV_GPU_UTIL)'),
    stat('Memory', percent, 'sum(DCGM_FI_DEV_FB_USED) / (sum(DCGM_FI_DEV_FB_USED) + sum(DCGM_FI_DEV_FB_FREE))', busy),
    stat('Temperature', 'celsius', 'max(DCGM_FI_DEV_GPU_TEMP)', {
      steps: [
        [80, 'orange'],
        [87, 'red'],
      ],
    }),
    stat('Power', 'watt', 'sum(DCGM_FI_DEV_POWER_USAGE)'),
  ],
  [
    series('Use', 'percent', [['DCGM_FI_DEV_GPU_UTIL', 'card {{gpu}}']], { max: 100 }),
    series(
      'Memory',
      'mbytes',
      [
        ['DCGM_FI_DEV_FB_USED', 'card {{gpu}} used'],
        ['DCGM_FI_DEV_FB_FREE', 'card {{gpu}} free'],
      ],
      { stack: true },
    ),
  ],
  [
    series('Temperature', 'celsius', [['DCGM_FI_DEV_GPU_TEMP', 'card {{gpu}}']]),
    series('Clock', 'MHz', [['DCGM_FI_DEV_SM_CLOCK', 'card {{gpu}}']]),
  ],
]);

const logged = dashboard(
  'logs',
  'Logs',
  'What the containers say, searchable.',
  [
    [
      logBars(
        'Lines by service',
        'sum by (service_name) (count_over_time({service_name=~"$service"} |~ `(?i)$search` [$__auto]))',
        '{{service_name}}',
      ),
    ],
    [
      logBars(
        'Errors by service',
        'sum by (service_name) (count_over_time({service_name=~"$service"} |~ `(?i)(error|fatal|panic|exception)` [$__auto]))',
        '{{service_name}}',
      ),
    ],
    [logs('Lines', '{service_name=~"$service"} |~ `(?i)$search`')],
  ],
  [lokiVariable('service', 'Service', 'service_name'), search('search', 'Search')],
);

export const dashboards = { overview, host, containers, gateway, databases, vectors, models, gpu, logs: logged };
