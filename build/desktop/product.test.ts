import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { stageProduct } from './product.mjs';

const root = mkdtempSync(join(tmpdir(), 'sutazai-product-'));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (files: Record<string, string>) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
};

it('packs the project and what its images are built from, and nothing that lies beside them', () => {
  write({
    'resources/compose/compose.yaml':
      'services:\n  a: {image: "a:1", build: {context: ../../packages/a}}\n  b: {image: "b:1", build: ../../packages/b}\n',
    'resources/compose/.env': 'COMPOSE_PROFILES=cpu\n',
    'resources/compose/redis/redis.conf': 'save ""\n',
    // What a person has there after `docker compose up`.
    'resources/compose/.state/secrets/postgres_password': 'of whoever packs\n',
    'resources/compose/.env.local': 'TOKEN=of whoever packs\n',
    'resources/compose/compose.override.yaml': 'services: {}\n',
    'resources/compose/compose.yaml~': '',
    'packages/a/Dockerfile': 'FROM scratch\n',
    'packages/a/.dockerignore': '*\n!dist\n!Dockerfile\n',
    'packages/a/main.ts': 'source\n',
    'packages/a/dist/app.mjs': 'bundle\n',
    'packages/a/dist/app.mjs.map': '{}\n',
    'packages/a/dist/site/numpy/__init__.py': '',
    'packages/a/dist/site/numpy/core.pyi': '',
    'packages/a/dist/site/numpy/tests/test_core.py': '',
    'packages/a/dist/site/tests/test_it.py': '',
    'packages/b/Dockerfile': 'FROM scratch\n',
    'packages/b/node_modules/x/index.js': '',
    'packages/c/Dockerfile': 'FROM scratch\n',
  });
  stageProduct(root, join(root, 'out'));
  const staged = readdirSync(join(root, 'out'), { recursive: true, encoding: 'utf8' });
  expect(staged.filter((path) => statSync(join(root, 'out', path)).isFile()).sort()).toEqual([
    // The engine builds from here, too, and reads it.
    'packages/a/.dockerignore',
    'packages/a/Dockerfile',
    'packages/a/dist/app.mjs',
    'packages/a/dist/site/numpy/__init__.py',
    'packages/b/Dockerfile',
    'product.id',
    'resources/compose/.env',
    'resources/compose/compose.yaml',
    'resources/compose/redis/redis.conf',
  ]);
});
