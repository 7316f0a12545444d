// The configuration files as their own programs judge them, and the rules as promtool tests them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dockerCli, engine28, labAvailable } from '../lab/lab.ts';
import { imageMap } from '../product/images.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const resources = at('../../resources/compose');
const build = at('../images/build.sh');
const secret = mkdtempSync(join(tmpdir(), 'sutazai-configs-'));
afterAll(() => rmSync(secret, { recursive: true, force: true }));

describe.skipIf(!labAvailable().ok)('configuration', () => {
  let images: Record<string, string> = {};
  beforeAll(() => {
    execFileSync('bash', [build, 'prometheus', 'alertmanager', 'blackbox-exporter'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    images = imageMap('all');
    // promtool looks whether the file of a credential is there.
    writeFileSync(join(secret, 'qdrant_read_only_key'), '');
  });
  const check = async (image: string, program: string, ...args: string[]) => {
    const tag = images[image] ?? '';
    const mounts = [
      '-v',
      `${resources}/prometheus:/etc/prometheus:ro`,
      '-v',
      `${resources}:/r:ro`,
      '-v',
      `${secret}:/run/secrets:ro`,
    ];
    const rules = ['-v', `${resources}/prometheus/rules:/rules:ro`, '-v', `${at('./rules')}:/tests:ro`];
    const run = [
      'run',
      '--rm',
      '--network',
      'none',
      '--user',
      '0',
      ...mounts,
      ...rules,
      '--entrypoint',
      program,
      tag,
      ...args,
    ];
    const result = await dockerCli(engine28(), run);
    return { code: result.code, text: `${result.stdout}${result.stderr}` };
  };

  it('of Prometheus, rules included, is accepted by promtool', async () => {
    const { code, text } = await check(
      'prom/prometheus',
      'promtool',
      'check',
      'config',
      '/etc/prometheus/prometheus.yml',
    );
    expect(text).not.toMatch(/FAILED|error/i);
    expect(text).toMatch(/SUCCESS: \d+ rule files found/);
    expect(code).toBe(0);
  });
  it('of the alert rules does what their tests say', async () => {
    const { code, text } = await check('prom/prometheus', 'promtool', 'test', 'rules', '/tests/rules.test.yml');
    expect(text).toMatch(/SUCCESS/);
    expect(code).toBe(0);
  });
  it('of Alertmanager is accepted by amtool', async () => {
    const { code, text } = await check(
      'prom/alertmanager',
      'amtool',
      'check-config',
      '/r/alertmanager/alertmanager.yml',
    );
    expect(text).toMatch(/SUCCESS/);
    expect(code).toBe(0);
  });
  it('of the blackbox exporter is accepted by itself', async () => {
    const { code, text } = await check(
      'prom/blackbox-exporter',
      '/bin/blackbox_exporter',
      '--config.check',
      '--config.file=/r/blackbox/blackbox.yml',
    );
    expect(text).toMatch(/ok/i);
    expect(code).toBe(0);
  });
});
