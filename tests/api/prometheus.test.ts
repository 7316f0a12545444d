// Series of the stack's own Prometheus, asked for by a page; a real Prometheus that scrapes itself.
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labAvailable } from '../lab/lab.ts';
import { TestProject } from '../stack/project.ts';
import { type Page, readUntil, Served } from './served.ts';

const build = fileURLToPath(new URL('../images/build.sh', import.meta.url));

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });
}

describe.skipIf(!labAvailable().ok)('monitor.prometheus', () => {
  let project: TestProject;
  let served: Served;
  let page: Page;

  beforeAll(async () => {
    execFileSync('bash', [build, 'prometheus'], { stdio: ['ignore', 'ignore', 'inherit'] });
    project = new TestProject(`
services:
  prometheus:
    image: sutazai-test/prometheus:3
    command: [--config.file=/etc/prometheus/own.yml, --storage.tsdb.path=/prometheus]
    ports: ["127.0.0.1:${await freePort()}:9090"]
    configs: [{source: own, target: /etc/prometheus/own.yml}]
    stop_grace_period: 1s
configs:
  own:
    content: |
      scrape_configs:
        - job_name: own
          scrape_interval: 1s
          static_configs: [{targets: ["127.0.0.1:9090"]}]
`);
    served = await Served.start(project);
    page = await served.page();
  });
  afterAll(async () => {
    await served?.close();
    await project?.cleanup();
  });

  const ask = (query: string) =>
    page.api.monitor.prometheus({ query, from: Date.now() - 30_000, to: Date.now(), step: 1 });

  it('says that it does not run before it does', async () => {
    await readUntil(
      (signal) => page.api.stack.watch(undefined, { signal }),
      (s) => s.engine.reachable,
    );
    expect(await ask('up')).toEqual({ available: false, reason: 'Prometheus does not run.' });
  });

  it('gives its series when it runs, and its own words for a query that is none', async () => {
    const { id } = await page.api.stack.begin({ kind: 'up' });
    await readUntil(
      (signal) => page.api.stack.operation(undefined, { signal }),
      (b) => b.operation?.id === id && b.operation.outcome === 'done',
      60_000,
    );
    const end = Date.now() + 20_000;
    let answer = await ask('up');
    while (!(answer.available && answer.series.length > 0) && Date.now() < end) {
      await new Promise((r) => setTimeout(r, 250));
      answer = await ask('up');
    }
    expect(answer).toMatchObject({ available: true, series: [{ labels: { job: 'own' } }] });
    if (answer.available) expect(answer.series[0]?.points.at(-1)?.[1]).toBe(1);
    expect(await ask('sum(')).toMatchObject({ available: false, reason: expect.stringContaining('parse error') });
    // What divides by zero has no value to draw.
    const nothing = await ask('up / 0');
    expect(nothing.available && nothing.series[0]?.points.every(([, v]) => v === null)).toBe(true);
  });
});
