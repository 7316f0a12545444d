import { busy, percent } from './expressions.mjs';
import { dashboard, series, stat } from './panels.mjs';

export const databases = dashboard(
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
