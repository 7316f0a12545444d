import { dashboard, logBars, logs, lokiVariable, search } from './panels.mjs';

export const logged = dashboard(
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
