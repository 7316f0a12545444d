import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StackModel } from '../stack/index.ts';
import { scrapeTargetFiles, scrapeTargets } from './index.ts';

const model = (services: Record<string, unknown>) => ({ project: { name: 'demo', services } }) as unknown as StackModel;

describe('targets', () => {
  it('come from the blocks of the enabled services', () => {
    expect(
      scrapeTargets(
        model({
          exporter: { 'x-sutazai': { tier: 'monitoring', metrics: [{ job: 'postgres', port: 9187 }] } },
          consul: {
            'x-sutazai': {
              tier: 'core',
              metrics: [{ port: 8500, path: '/v1/metrics', params: { format: 'prometheus' } }],
            },
          },
          qdrant: {
            'x-sutazai': {
              tier: 'vectors',
              metrics: [{ job: 'qdrant', port: 6333, targets: 'qdrant' }],
              probes: [
                { module: 'http_2xx', target: 'http://qdrant:6333/readyz' },
                { module: 'tcp_connect', target: 'qdrant:6334' },
              ],
            },
          },
          plain: {},
        }),
      ),
    ).toEqual({
      metrics: [
        { targets: ['exporter:9187'], labels: { job: 'postgres', service: 'exporter', tier: 'monitoring' } },
        {
          targets: ['consul:8500'],
          labels: {
            job: 'consul',
            service: 'consul',
            tier: 'core',
            __metrics_path__: '/v1/metrics',
            __param_format: 'prometheus',
          },
        },
      ],
      qdrant: [{ targets: ['qdrant:6333'], labels: { job: 'qdrant', service: 'qdrant', tier: 'vectors' } }],
      probes: [
        {
          targets: ['http://qdrant:6333/readyz'],
          labels: { job: 'blackbox-http', module: 'http_2xx', service: 'qdrant', tier: 'vectors' },
        },
        {
          targets: ['qdrant:6334'],
          labels: { job: 'blackbox-tcp', module: 'tcp_connect', service: 'qdrant', tier: 'vectors' },
        },
      ],
    });
  });

  it.each([[null], ['text'], [{ metrics: 'x', probes: 3 }], [{ metrics: [null, { job: 'x' }], probes: [{}] }]])(
    'of a block that is none (%j) are none',
    (block) => {
      expect(scrapeTargets(model({ a: { 'x-sutazai': block } }))).toEqual({ metrics: [], probes: [], qdrant: [] });
    },
  );
});

describe('their files', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'sutazai-targets-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const prometheus = () => ({
    volumes: [{ type: 'bind', source: join(dir, 'targets'), target: '/targets' }],
    'x-sutazai': { scrape_targets: '/targets', metrics: [{ port: 9090 }] },
  });

  it('lie where the service mounts them, and are touched only by a change', async () => {
    await scrapeTargetFiles.prepare?.(model({ prometheus: prometheus() }));
    const file = join(dir, 'targets', 'metrics.json');
    expect(readdirSync(join(dir, 'targets')).sort()).toEqual(['metrics.json', 'probes.json', 'qdrant.json']);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject([{ targets: ['prometheus:9090'] }]);
    expect(statSync(file).mode & 0o777).toBe(0o644);
    const { ino } = statSync(file);
    await scrapeTargetFiles.prepare?.(model({ prometheus: prometheus() }));
    expect(statSync(file).ino).toBe(ino);
    await scrapeTargetFiles.prepare?.(
      model({ prometheus: prometheus(), b: { 'x-sutazai': { metrics: [{ port: 1 }] } } }),
    );
    expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveLength(2);
  });

  it('are not made for a project that wants none', async () => {
    await scrapeTargetFiles.prepare?.(model({ web: { volumes: [{ type: 'bind', source: dir, target: '/x' }] } }));
    expect(readdirSync(dir)).toEqual([]);
  });
});
