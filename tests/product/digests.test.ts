// The digests script against a real registry, through a real engine.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { dockerCli, engine28, labAvailable, registry, run } from '../lab/lab.ts';

const dir = mkdtempSync(join(tmpdir(), 'sutazai-digests-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const ok = async (args: string[]) => expect((await dockerCli(engine28(), args)).stderr).toBe('');
const script = fileURLToPath(new URL('../../build/images/refresh-digests.mjs', import.meta.url));

describe.skipIf(!labAvailable().ok)('refresh-digests', () => {
  afterAll(() => dockerCli(engine28(), ['image', 'rm', '-f', `${registry().address}/digests/busybox:1`]));

  it('writes the digest that the registry has, and leaves what it cannot resolve', async () => {
    const image = `${registry().address}/digests/busybox:1`;
    await ok(['tag', 'sutazai-lab/busybox:1', image]);
    await ok(['push', image]);
    const file = join(dir, 'compose.yaml');
    writeFileSync(
      file,
      `services:\n  a:\n    image: ${image}\n  b:\n    image: ${registry().address}/digests/none:1\n`,
    );
    const env = { PATH: process.env.PATH, DOCKER_HOST: engine28().dockerHost };
    const first = await run(process.execPath, [script, file], { env });
    expect(first.code).toBe(1);
    expect(first.stderr).toMatch(/none:1: /);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(new RegExp(`image: ${image}@sha256:[0-9a-f]{64}\n`));
    expect(text).toContain('/digests/none:1\n');
    await ok(['pull', text.split('image: ')[1]?.split('\n')[0] ?? '']);
  });
});
