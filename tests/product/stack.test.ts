// The product's own stack with real servers: up from nothing, healthy, watched, closed, and with its data kept.
// Here with the images that are ready in minutes; `npm run test:stack-full` runs the same with all of them (SUTAZAI_STACK=all).
import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Stack, StackEvent } from '@sutazai/core/stack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dockerCli, labAvailable } from '../lab/lab.ts';
import { collect, endOf } from '../stack/project.ts';
import { unanswered } from './expressions.ts';
import { buildImages } from './images.ts';
import { probes, targets } from './targets.ts';
import { TestStack } from './test-stack.ts';
import { witnesses } from './witnesses.ts';

const which = process.env.SUTAZAI_STACK === 'all' ? 'all' : 'fast';
const forever = () => ({ signal: new AbortController().signal });

describe.skipIf(!labAvailable().ok)(`the product's stack (${which} images)`, () => {
  let test: TestStack;
  let stack: Stack;
  let events: StackEvent[] = [];
  const mark = `mark-${process.pid}`;

  beforeAll(async () => {
    buildImages(which);
    test = await TestStack.make({ which, freePorts: true });
    stack = await test.stack();
    events = await collect(stack.up(forever()));
  }, 1_800_000);
  afterAll(() => test?.remove());

  const inspect = async () => {
    const ids = await dockerCli(test.engine, [
      'ps',
      '-aq',
      '--filter',
      `label=com.docker.compose.project=${test.name}`,
    ]);
    const result = await dockerCli(test.engine, ['inspect', ...ids.stdout.trim().split('\n')]);
    return { text: result.stdout, all: JSON.parse(result.stdout) as Record<string, never>[] };
  };
  const states = async () => Object.fromEntries((await stack.status()).services.map((s) => [s.service, s.state]));
  const isJob = (service: string) =>
    (stack.model.project.services[service]?.['x-sutazai'] as { job?: boolean } | undefined)?.job === true;
  const prometheus = () => `http://127.0.0.1:${test.port(stack, 'prometheus', 9090)}`;

  it('comes up from a clean engine with every service healthy and every job finished', async () => {
    expect(events.filter((e) => e.type === 'failure')).toEqual([]);
    expect(endOf(events)).toMatchObject({ outcome: 'done', exitCode: 0 });
    for (const [service, state] of Object.entries(await states())) {
      const job = isJob(service);
      expect({ service, state }).toEqual({ service, state: job ? 'finished' : 'healthy' });
    }
  });

  it.runIf(which === 'all')(
    'starts without a network for its model: the job says so, and holds nothing up',
    async () => {
      const job = await dockerCli(test.engine, ['logs', `${test.name}-ollama-preload-1`]);
      expect(job.stdout).toMatch(
        /tinyllama could not be loaded; chat needs a model: try again with 'ollama pull tinyllama'/,
      );
      const ended = await dockerCli(test.engine, [
        'inspect',
        '-f',
        '{{.State.ExitCode}}',
        `${test.name}-ollama-preload-1`,
      ]);
      expect(ended.stdout.trim()).toBe('0');
    },
  );

  it('has nothing to do the second time', async () => {
    expect((await stack.plan()).upToDate).toBe(true);
  });

  it('is open to this machine alone', async () => {
    const { all } = await inspect();
    type Ports = { NetworkSettings: { Ports: Record<string, { HostIp: string }[] | null> } };
    const addresses = (all as unknown as Ports[]).flatMap((c) =>
      Object.values(c.NetworkSettings.Ports).flatMap((p) => (p ?? []).map((b) => b.HostIp)),
    );
    expect(addresses.length).toBeGreaterThan(5);
    expect(new Set(addresses)).toEqual(new Set(['127.0.0.1']));
  });

  it('shows no secret to whoever may inspect its containers or read its logs', async () => {
    const folder = join(test.stateDir, 'secrets');
    const files = readdirSync(folder).map((f) => readFileSync(join(folder, f), 'utf8').trim());
    const words = [...new Set(files.flatMap((t) => t.match(/[A-Za-z0-9-]{32,}/g) ?? []))];
    expect(words.length).toBeGreaterThanOrEqual(8);
    const { text } = await inspect();
    const logs = await test.compose('logs', '--no-color');
    for (const word of words) {
      expect(text.includes(word), 'in docker inspect').toBe(false);
      expect(`${logs.stdout}${logs.stderr}`.includes(word), 'in the logs').toBe(false);
      expect(JSON.stringify(events).includes(word), 'in the events').toBe(false);
    }
  });

  it('is watched: every target is up and every probe succeeds', async () => {
    const wanted = ['metrics', 'qdrant', 'probes'].flatMap(
      (f) =>
        JSON.parse(readFileSync(join(test.stateDir, 'prometheus-targets', `${f}.json`), 'utf8')) as {
          targets: string[];
        }[],
    );
    // Not only "none is down": as many are up as were asked for.
    await expect
      .poll(async () => (await targets(prometheus())).map((t) => (t.health === 'up' ? 'up' : JSON.stringify(t))), {
        timeout: 90_000,
        interval: 1000,
      })
      .toEqual(wanted.map(() => 'up'));
    const probed = (
      JSON.parse(readFileSync(join(test.stateDir, 'prometheus-targets', 'probes.json'), 'utf8')) as {
        targets: string[];
      }[]
    )
      .flatMap((g) => g.targets)
      .map((t) => [t, '1']);
    await expect
      .poll(() => probes(prometheus()), { timeout: 60_000, interval: 1000 })
      .toEqual(Object.fromEntries(probed));
  });

  it('is measured: each exporter reaches what it is there for', async () => {
    for (const metric of ['redis_up', 'pg_up']) {
      const answer = await fetch(`${prometheus()}/api/v1/query?query=${metric}`);
      const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
      expect({ [metric]: data.result.map((r) => r.value[1]) }).toEqual({ [metric]: ['1'] });
    }
  });

  it('has panels and rules that are answered, wherever what they ask for is measured', async () => {
    // Through the gateway, so that it has something to count.
    await fetch(`http://127.0.0.1:${test.port(stack, 'kong', 8000)}/api/health`);
    // A rate needs two looks, fifteen seconds apart.
    await expect
      .poll(async () => (await unanswered(prometheus())).empty, { timeout: 90_000, interval: 3000 })
      .toEqual([]);
    expect((await unanswered(prometheus())).checked).toBeGreaterThan(which === 'all' ? 90 : 60);
  });

  it('delivers its alerts: the one that is always on is at Alertmanager', async () => {
    const alerts = async () => {
      const answer = await fetch(`http://127.0.0.1:${test.port(stack, 'alertmanager', 9093)}/api/v2/alerts`);
      return ((await answer.json()) as { labels: { alertname: string } }[]).map((a) => a.labels.alertname);
    };
    await expect.poll(alerts, { timeout: 60_000, interval: 1000 }).toContain('Watchdog');
  });

  it('gives each service its own role: the exporter reads figures, not tables', async () => {
    const script =
      'PGPASSWORD=$(cat /run/secrets/password) psql -h postgres -U exporter -d sutazai -Atc "CREATE TABLE mine (n int)"';
    const result = await dockerCli(test.engine, [
      ...['run', '--rm', '--network', `${test.name}_data`, '--entrypoint', 'sh'],
      ...['-v', `${join(test.stateDir, 'secrets/postgres_exporter_password')}:/run/secrets/password:ro`],
      ...[stack.model.project.services.postgres?.image ?? '', '-c', script],
    ]);
    expect(result.stderr).toMatch(/permission denied/);
  });

  it('keeps every datum over a restart of each container in turn, and over down and up', async () => {
    const all = witnesses(test, stack, mark);
    for (const w of all) await w.write();
    for (const service of Object.keys(await states())) {
      if (isJob(service)) continue;
      expect(endOf(await collect(stack.restart({ services: [service] }, forever()))), service).toMatchObject({
        outcome: 'done',
      });
    }
    for (const w of all) expect({ [w.what]: await w.read() }).toEqual({ [w.what]: w.expected });
    expect(endOf(await collect(stack.down(forever())))).toMatchObject({ outcome: 'done' });
    stack = await test.stack();
    expect(endOf(await collect(stack.up(forever())))).toMatchObject({ outcome: 'done' });
    for (const w of all) expect({ [w.what]: await w.read() }).toEqual({ [w.what]: w.expected });
  }, 600_000);

  it('is not started with a new password over the data that the old one locks', async () => {
    const file = join(test.stateDir, 'secrets/postgres_password');
    await collect(stack.down(forever()));
    renameSync(file, `${file}.away`);
    const refused = await collect((await test.stack()).up(forever()));
    expect(refused.find((e) => e.type === 'failure')).toMatchObject({
      diagnosis: { code: 'SECRET_LOST', service: 'postgres' },
    });
    expect(endOf(refused)).toMatchObject({ outcome: 'failed', exitCode: 4, summary: { created: 0 } });
    renameSync(`${file}.away`, file);
  });

  it('is not started on data of another major version, and leaves that data as it is', async () => {
    const image = stack.model.project.services.postgres?.image ?? '';
    const data = `${test.name}_postgres-data:/data`;
    const version = (script: string) =>
      dockerCli(test.engine, ['run', '--rm', '--user', '0', '--entrypoint', 'sh', '-v', data, image, '-c', script]);
    const before = (await version('cat /data/PG_VERSION; echo 15 > /data/PG_VERSION')).stdout.trim();
    const refused = await collect((await test.stack()).up(forever()));
    expect(refused.find((e) => e.type === 'failure')).toMatchObject({
      diagnosis: { code: 'DATA_VERSION', service: 'postgres' },
    });
    expect(endOf(refused)).toMatchObject({ outcome: 'failed', exitCode: 4, summary: { created: 0 } });
    expect((await version('cat /data/PG_VERSION')).stdout.trim()).toBe('15');
    await version(`echo ${before} > /data/PG_VERSION`);
  });

  it('leaves nothing behind that nobody asked for', async () => {
    const named = await dockerCli(test.engine, [
      'ps',
      '-a',
      '--format',
      '{{.Names}}',
      '--filter',
      'name=sutazai-data-version',
    ]);
    expect(named.stdout).toBe('');
  });
});
