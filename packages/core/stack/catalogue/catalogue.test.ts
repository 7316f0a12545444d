import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Project } from '../../compose/index.ts';
import { catalogue } from './index.ts';
import { renderStackDocs, stackDocsPath } from './render-docs.ts';

const project = {
  services: {
    web: {
      image: 'web:1@sha256:abc',
      ports: [{ target: 80, published: '8080' }],
      'x-sutazai': { tier: 'late', title: 'Web' },
    },
    db: {
      image: 'db:2',
      mem_limit: '1048576',
      volumes: [{ type: 'volume', source: 'data', target: '/data' }],
      healthcheck: { test: ['CMD', 'bash', '-c', "exec 3<>/dev/tcp/127.0.0.1/99 && printf 'GET /ready HTTP/1.0'"] },
      'x-sutazai': { tier: 'first' },
    },
  },
} as unknown as Pick<Project, 'services'>;

describe('the catalogue', () => {
  it('says what the files say, in the order of the tiers', () => {
    expect(catalogue(project, ['first', 'late'])).toMatchObject([
      {
        service: 'db',
        title: 'db',
        data: [{ volume: 'data', path: '/data' }],
        health: 'GET /ready on port 99',
        memoryBytes: 1048576,
      },
      { service: 'web', title: 'Web', image: 'web:1', ports: [{ host: 8080, container: 80 }], health: '' },
    ]);
  });
});

describe('docs/stack.md', () => {
  it('is what the compose files say', async () => {
    expect(readFileSync(stackDocsPath, 'utf8')).toBe(await renderStackDocs());
  });
});
