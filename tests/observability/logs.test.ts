// Loki's and Alloy's files, which no program here can judge (docs/testing.md): what they must say, and what their patterns do.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { product } from '../product/test-stack.ts';

const file = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../resources/compose/${path}`, import.meta.url)), 'utf8');

describe('Loki', () => {
  const loki = parse(file('loki/loki.yml')) as {
    auth_enabled: boolean;
    server: { http_listen_port: number };
    schema_config: { configs: { from: string; store: string; schema: string; index: { period: string } }[] };
    limits_config: { retention_period: string };
    compactor: { retention_enabled: boolean; delete_request_store?: string; working_directory: string };
    ruler: { alertmanager_url: string };
    analytics: { reporting_enabled: boolean };
    common: { path_prefix: string; storage: { filesystem: Record<string, string> } };
  };
  it('keeps its logs by the schema of Loki 3, with an index of a day, from a day that is past', () => {
    expect(loki.schema_config.configs).toMatchObject([{ store: 'tsdb', schema: 'v13', index: { period: '24h' } }]);
    expect(Date.parse(loki.schema_config.configs[0]?.from ?? '')).toBeLessThan(Date.now());
  });
  it('deletes what is older than two weeks, which it does only with a store for deletions', () => {
    expect(loki.compactor).toMatchObject({ retention_enabled: true, delete_request_store: 'filesystem' });
    expect(loki.limits_config.retention_period).toBe('336h');
  });
  it('writes only into its volume, and reports to nobody', async () => {
    const { services } = await product({}, ['*']);
    const volume = services.loki?.volumes?.find((v) => v.type === 'volume')?.target ?? '?';
    for (const path of [
      loki.common.path_prefix,
      loki.compactor.working_directory,
      ...Object.values(loki.common.storage.filesystem),
    ])
      expect(path.startsWith(volume)).toBe(true);
    expect(loki.analytics.reporting_enabled).toBe(false);
  });
  it('is where Alloy and Grafana look for it', () => {
    const { port, hostname } = new URL(/url = "([^"]+)"/.exec(file('alloy/config.alloy'))?.[1] ?? '');
    expect([hostname, Number(port)]).toEqual(['loki', loki.server.http_listen_port]);
    expect(file('grafana/provisioning/datasources/sutazai.yml')).toContain(
      `http://loki:${loki.server.http_listen_port}`,
    );
  });
});

describe('Alloy', () => {
  const alloy = file('alloy/config.alloy');
  /** A pattern of the file: its escapes are those of a quoted text, and `(?i)` and `(?P<…>` are RE2's words for JavaScript's. */
  const pattern = (stage: string) => {
    const text = new RegExp(`stage\\.${stage} \\{\\s*expression = ("(?:[^"\\\\]|\\\\.)*")`).exec(alloy)?.[1] ?? '""';
    return new RegExp((JSON.parse(text) as string).replace('(?i)', '').replaceAll('(?P<', '(?<'), 'gi');
  };
  it('reads this project’s containers and no others', () => {
    expect(alloy).toContain('values = ["com.docker.compose.project=" + sys.env("SUTAZAI_PROJECT")]');
  });
  it.each([
    ['password=hunter2hunter2', 'hunter2hunter2'],
    ['{"api_key": "k-123456"}', 'k-123456'],
    ['Authorization: Bearer eyJhbGciOi', 'eyJhbGciOi'],
    ["token='abc.def'", 'abc.def'],
  ])('takes the secret out of: %s', (line, secret) => {
    const groups = [...line.matchAll(pattern('replace'))].map(([, group]) => group);
    expect(groups).toEqual([secret]);
  });
  it.each(['tokens per second: 12', 'the password was changed', 'GET /api/v1/agents 200'])(
    'leaves alone: %s',
    (line) => {
      expect([...line.matchAll(pattern('replace'))]).toEqual([]);
    },
  );
  it.each([
    ['2026-01-01 ERROR it broke', 'ERROR'],
    ['{"level":"warning"}', 'warning'],
    ['[info] ready', 'info'],
  ])('knows the level of: %s', (line, level) => {
    expect([...line.matchAll(pattern('regex'))][0]?.groups?.level).toBe(level);
  });
});
