// A vector store whose disk is full is not away: it says so, and what is in it is still found.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBackend } from './backend-client.ts';
import { startFaiss } from './faiss-process.ts';
import type { ServiceProcess } from './process.ts';

// Only root may mount a file system of two megabytes.
describe.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)('a vector store on a full disk', () => {
  const dir = mkdtempSync(join(tmpdir(), 'full-disk-'));
  let faiss: ServiceProcess;
  let backend: TestBackend;
  beforeAll(async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', dir]);
    faiss = await startFaiss(dir);
    backend = await (await new TestBackend().start({ FAISS_URL: faiss.url })).admin();
  });
  afterAll(async () => {
    await backend.stop();
    await faiss.stop();
    execFileSync('umount', [dir]);
    rmSync(dir, { recursive: true, force: true });
  });

  it('is told as 507, stays up, and answers from what it has', async () => {
    const collection = '/api/v1/vectors/collections/small';
    writeFileSync(join(dir, 'ballast'), Buffer.alloc(500_000));
    expect((await backend.call('PUT', collection, { store: 'faiss', dimension: 64 })).status).toBe(200);
    const vector = (n: number) => Array.from({ length: 64 }, (_, i) => Math.sin(n * 64 + i));
    let taken = 0;
    const add = async () => {
      const points = Array.from({ length: 50 }, (_, i) => ({ id: String(taken + i), vector: vector(taken + i) }));
      const answer = await backend.call('POST', `${collection}/points`, { points });
      if (answer.status === 200) taken += points.length;
      return answer;
    };
    let last = await add();
    while (last.status === 200) last = await add();
    expect([last.status, last.body.error.code]).toEqual([507, 'STORE_FULL']);
    expect(last.body.error.next_step).toContain('Make room');
    expect(taken).toBeGreaterThan(100);
    const first = async () =>
      (await backend.call('POST', `${collection}/query`, { vector: vector(7), limit: 1 })).body.hits[0]?.id;
    expect(await first()).toBe('7');
    expect((await backend.call('GET', collection)).body.points).toBe(taken);
    const { body } = await backend.call('GET', '/health/detailed');
    expect(body.dependencies.find((d: { name: string }) => d.name === 'faiss').state).toBe('up');
    rmSync(join(dir, 'ballast'));
    expect((await add()).status).toBe(200);
    expect(await first()).toBe('7');
  });
});
