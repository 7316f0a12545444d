// A service whose sickness is a number that it tells, and the stack's real Prometheus and Alertmanager watching it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { busybox } from '../stack/project.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The product's own configuration of Alertmanager. */
const ofProduct = readFileSync(at('../../resources/compose/alertmanager/alertmanager.yml'), 'utf8');

export function buildServers(): void {
  execFileSync('bash', [at('../images/build.sh'), 'prometheus', 'alertmanager'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });

const indented = (text: string) => text.trimEnd().replaceAll('\n', '\n      ');

/** Rules as the product's are written, quick enough for a test; `Watchdog` is the product's own. */
const rules = `
groups:
  - name: test
    interval: 1s
    rules:
      - alert: QueueFull
        expr: sick == 1
        labels: { severity: critical }
        annotations: { summary: "{{ $labels.service }} takes no more tasks", description: Its memory is full., action: sutazai logs queue }
      - alert: Watchdog
        expr: vector(1)
        labels: { severity: none }
        annotations: { summary: Alerts are delivered }
`;

const prometheus = `
global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [/etc/prometheus/rules.yml]
alerting: { alertmanagers: [{ static_configs: [{ targets: ["alertmanager:9093"] }] }] }
scrape_configs:
  - job_name: queue
    fallback_scrape_protocol: PrometheusText0.0.4
    static_configs: [{ targets: ["queue:8080"], labels: { service: queue } }]
`;

/** A compose file; each on ports of its own. */
export async function sickService(name?: string): Promise<string> {
  return `
${name === undefined ? '' : `name: ${name}`}
services:
  queue:
    image: ${busybox}
    command: [sh, -c, "mkdir -p /www && echo sick 0 > /www/metrics && exec httpd -f -p 8080 -h /www"]
    stop_grace_period: 0s
    x-sutazai: {title: Queue}
  prometheus:
    image: sutazai-test/prometheus:3
    command:
      - --config.file=/etc/prometheus/own.yml
      - --storage.tsdb.path=/prometheus
      - --rules.alert.resend-delay=1s
    ports: ["127.0.0.1:${await freePort()}:9090"]
    configs: [{source: own, target: /etc/prometheus/own.yml}, {source: rules, target: /etc/prometheus/rules.yml}]
    stop_grace_period: 1s
  alertmanager:
    image: sutazai-test/alertmanager:0
    command: [--config.file=/etc/alertmanager/own.yml, --storage.path=/alertmanager, --cluster.listen-address=]
    ports: ["127.0.0.1:${await freePort()}:9093"]
    configs: [{source: alertmanager, target: /etc/alertmanager/own.yml}]
    stop_grace_period: 1s
configs:
  own:
    content: |
      ${indented(prometheus)}
  rules:
    content: |
      ${indented(rules.replaceAll('$', '$$$$'))}
  alertmanager:
    content: |
      ${indented(ofProduct)}
`;
}
