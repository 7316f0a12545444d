import { busy, percent } from './expressions.mjs';
import { dashboard, series, stat } from './panels.mjs';

export const host = dashboard(
  'host',
  'Host',
  'The machine. On Docker Desktop this is its virtual machine, not the computer.',
  [
    [
      stat('Processors', percent, '1 - avg(rate(node_cpu_seconds_total{mode="idle"}[5m]))', busy),
      stat(
        'Load per processor',
        'none',
        'node_load5 / on (instance) count by (instance) (node_cpu_seconds_total{mode="idle"})',
        {
          steps: [
            [1, 'orange'],
            [2, 'red'],
          ],
          decimals: 2,
        },
      ),
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
