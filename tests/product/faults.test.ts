// Each fault of the deployment that this one succeeds, so that it does not come back.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Service } from '@sutazai/core/compose';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { product } from './test-stack.ts';

const folder = fileURLToPath(new URL('../../resources/', import.meta.url));
const project = await product({}, ['*']);
const services = Object.entries(project.services);

describe('faults of the earlier deployment', () => {
  const of = (name: string) => project.services[name] as Service;
  const files = (pattern: RegExp) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => pattern.test(f));
  const text = () =>
    files(/\.(ya?ml|json|conf|sh|alloy|env|toml)$/)
      .map((f) => readFileSync(join(folder, f), 'utf8'))
      .join('\n');

  const plugin = (name: string) => {
    const file = readFileSync(join(folder, 'compose/kong/kong.yaml'), 'utf8');
    const { plugins } = parse(file) as { plugins: { name: string; config: Record<string, unknown> }[] };
    const found = plugins.find((p) => p.name === name);
    if (!found) throw new Error(`kong.yaml has no plugin ${name}`);
    return found;
  };

  it('one password in seventy files: none in any', () => {
    expect(text()).not.toMatch(/sutazai_secure|guest:guest|admin:admin|neo4j\/password|changeme/i);
  });
  it('images called latest: none', () => expect(text()).not.toMatch(/:latest\b(?!")/));
  it('Qdrant’s ports swapped: REST is 10101 → 6333, gRPC 10102 → 6334, as the image has them', () => {
    expect(of('qdrant').ports?.map((p) => [Number(p.published), p.target])).toEqual([
      [10101, 6333],
      [10102, 6334],
    ]);
    expect(JSON.stringify(of('qdrant').environment)).not.toContain('PORT');
  });
  it('vectors written outside their volume: Chroma’s folder is the one that is mounted', () => {
    expect(of('chroma').volumes?.find((v) => v.type === 'volume')?.target).toBe('/data');
    expect(readFileSync(join(folder, 'compose/chroma/config.yaml'), 'utf8')).toMatch(/^persist_path: \/data$/m);
  });
  it('Loki asked for its health by a program that its image does not have: it asks itself', () => {
    expect(of('loki').healthcheck?.test).toEqual(['CMD', '/usr/bin/loki', '-health']);
  });
  it('Promtail, at its end of life: Alloy', () => {
    expect(services.map(([n]) => n)).not.toContain('promtail');
    expect(of('alloy').image).toMatch(/^grafana\/alloy:/);
  });
  it('RabbitMQ with guest open to the network, or ended by a variable it refuses: a login of its own as a file', () => {
    expect(Object.keys(of('rabbitmq').environment ?? {}).filter((v) => v.startsWith('RABBITMQ_DEFAULT'))).toEqual([]);
    expect(of('rabbitmq').secrets?.map((s) => s.target)).toContain('/etc/rabbitmq/conf.d/90-login.conf');
  });
  it('Redis without a password, and with a maximum at the container’s limit: users only, and room to spare', () => {
    const config = readFileSync(join(folder, 'compose/redis/redis.conf'), 'utf8');
    expect(config).toMatch(/^aclfile /m);
    const maximum = Number(/^maxmemory (\d+)mb$/m.exec(config)?.[1]) * 1024 ** 2;
    expect(maximum).toBeLessThan(0.75 * Number(of('redis').mem_limit));
  });
  it('Kong’s migrations in a shell, where the secret is not read: a job of Kong’s own command', () => {
    expect(of('kong-migrations').command?.[0]).toBe('kong');
    expect(of('kong').depends_on?.['kong-migrations']?.condition).toBe('service_completed_successfully');
  });
  it('Neo4j with too little memory: room for heap, page cache and the rest', () => {
    const mb = (name: string) => Number.parseInt(of('neo4j').environment?.[name] ?? '', 10);
    const used = mb('NEO4J_server_memory_heap_max__size') + mb('NEO4J_server_memory_pagecache_size');
    expect(Number(of('neo4j').mem_limit) / 1024 ** 2).toBeGreaterThan(1.5 * used);
  });
  it('Kong at a version with known holes, or at one that never came: 3.9.3', () => {
    expect(of('kong').image).toMatch(/^kong:3\.9\.3(@|$)/);
    expect(of('kong-migrations').image).toBe(of('kong').image);
  });
  it('every web page let in with credentials: origins by name, and none of them a star', () => {
    const origins = plugin('cors').config.origins as string[];
    expect(origins.length).toBeGreaterThan(0);
    for (const origin of origins) expect(origin).toMatch(/^http:\/\/(localhost|127\.0\.0\.1):\d+$/);
  });
  it('a gateway that was up and counted nothing: each group of its metrics is switched on', () => {
    expect(plugin('prometheus').config).toMatchObject({
      status_code_metrics: true,
      latency_metrics: true,
      bandwidth_metrics: true,
      upstream_health_metrics: true,
    });
  });
  it('alerts that could not fire, as nothing had the name they asked for: each job exists', () => {
    type Block = { metrics?: { job?: string }[]; probes?: { module: string }[] };
    const jobs = new Set(
      services.flatMap(([name, s]) => {
        const block = (s['x-sutazai'] ?? {}) as Block;
        return [
          ...(block.metrics ?? []).map((m) => m.job ?? name),
          ...(block.probes ?? []).map((p) => (p.module.startsWith('tcp') ? 'blackbox-tcp' : 'blackbox-http')),
        ];
      }),
    );
    const asked = [...text().matchAll(/job=(~?)\\?"([^"\\]+)\\?"/g)].map(([, like, name]) => ({
      like,
      name: name ?? '',
    }));
    expect(asked.length).toBeGreaterThan(0);
    for (const { like, name } of asked)
      expect({ name, found: [...jobs].some((j) => (like ? new RegExp(`^(${name})$`).test(j) : j === name)) }).toEqual({
        name,
        found: true,
      });
  });
  it('alerts sent to a port of the host, where nobody listens: to the gathered list alone, inside the network', () => {
    expect(readFileSync(join(folder, 'compose/prometheus/prometheus.yml'), 'utf8')).toContain('"alertmanager:9093"');
    const urls = readFileSync(join(folder, 'compose/alertmanager/alertmanager.yml'), 'utf8').match(
      /https?:\/\/[^\s"]+/g,
    );
    for (const url of urls ?? []) expect(Object.keys(project.services)).toContain(new URL(url).hostname);
  });
  it('targets that are down by choice: none is written by hand, all come from the enabled services', () => {
    const prometheus = parse(readFileSync(join(folder, 'compose/prometheus/prometheus.yml'), 'utf8')) as {
      scrape_configs: { job_name: string; static_configs?: unknown; file_sd_configs?: unknown }[];
    };
    for (const job of prometheus.scrape_configs) {
      expect({ job: job.job_name, byHand: job.static_configs }).toEqual({ job: job.job_name, byHand: undefined });
      expect(job.file_sd_configs).toBeDefined();
    }
  });
  it('Ollama and Neo4j asked for their health by curl, which their images do not have', () => {
    for (const [name, s] of services.filter(([, x]) => /^(ollama\/|neo4j)/.test(x.image ?? '')))
      expect({ name, test: JSON.stringify(s.healthcheck?.test ?? '') }).toEqual({
        name,
        test: expect.not.stringContaining('curl'),
      });
  });
  it('secrets that a server cannot read, as the file is its owner’s alone: each can be read, in a folder that cannot', () => {
    for (const [name, secret] of Object.entries(project.secrets ?? {})) {
      const { generate } = (secret as { 'x-sutazai'?: { generate?: { mode?: number } } })['x-sutazai'] ?? {};
      expect({ name, mode: generate?.mode }).toEqual({ name, mode: 0o644 });
    }
  });
});
