import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { labAvailable } from '../lab/lab.ts';
import { busybox, TestProject } from './project.ts';

const projects: TestProject[] = [];
function project(files: string | Record<string, string>): TestProject {
  const made = new TestProject(files);
  projects.push(made);
  return made;
}
afterAll(async () => {
  for (const p of projects) await p.cleanup();
});

describe.skipIf(!labAvailable().ok)('lifecycle hooks', () => {
  it('run after the start and before the stop, with their own environment, user and folder', async () => {
    const p = project(`
services:
  app:
    image: ${busybox}
    command: [sleep, infinity]
    init: true
    volumes: [./out:/out]
    post_start:
      - command: [sh, -c, 'echo "$$WORD in $$(pwd)" > /out/post']
        environment: [WORD=begun]
        working_dir: /tmp
    pre_stop:
      - command: [sh, -c, 'echo saved > /out/pre']
`);
    p.write({ 'out/.keep': '' });
    const up = await p.up();
    expect(up.at(-1)).toMatchObject({ type: 'end', outcome: 'done' });
    expect(readFileSync(join(p.dir, 'out/post'), 'utf8')).toBe('begun in /tmp\n');
    expect(() => readFileSync(join(p.dir, 'out/pre'))).toThrow();
    const down = await p.down();
    expect(down.at(-1)).toMatchObject({ type: 'end', outcome: 'done' });
    expect(readFileSync(join(p.dir, 'out/pre'), 'utf8')).toBe('saved\n');
  });

  it('fails the service when the one after the start fails, and only warns before a stop', async () => {
    const p = project(`
services:
  app:
    image: ${busybox}
    command: [sleep, infinity]
    init: true
    post_start: [{command: [sh, -c, 'echo no such table >&2; exit 3']}]
    pre_stop: [{command: [sh, -c, 'exit 4']}]
`);
    const up = await p.up();
    expect(up.find((e) => e.type === 'failure')).toMatchObject({
      diagnosis: { code: 'HOOK_FAILED', title: expect.stringMatching(/exit code 3.*no such table/) },
    });
    expect(up.at(-1)).toMatchObject({ type: 'end', outcome: 'failed', exitCode: 1 });
    const down = await p.down();
    expect(down.find((e) => e.type === 'warning')).toMatchObject({ code: 'HOOK_FAILED', service: 'app' });
    expect(down.at(-1)).toMatchObject({ type: 'end', outcome: 'done', summary: { removed: 1 } });
  });
});

describe.skipIf(!labAvailable().ok)('contents behind secrets and configs', () => {
  it('a secret given by a variable of .env reaches the container; a changed file recreates what uses it, and only that', async () => {
    const first = randomUUID();
    const second = randomUUID();
    const p = project({
      'compose.yaml': `
services:
  app:
    image: ${busybox}
    command: [sh, -c, 'cp /run/secrets/token /run/secrets/key /out/; exec sleep infinity']
    init: true
    volumes: [./out:/out]
    secrets: [token, key]
  other:
    image: ${busybox}
    command: [sleep, infinity]
    init: true
secrets:
  token: {environment: APP_TOKEN}
  key: {file: ./key}
`,
      '.env': `APP_TOKEN=${first}\n`,
      key: first,
      'out/.keep': '',
    });
    expect((await p.up()).at(-1)).toMatchObject({ type: 'end', outcome: 'done' });
    await expect.poll(() => readFileSync(join(p.dir, 'out/token'), 'utf8')).toBe(first);
    expect((await p.up()).at(-1)).toMatchObject({ outcome: 'done', summary: { kept: 2, recreated: 0 } });
    p.write({ key: second });
    const again = await p.up();
    expect(again.at(-1)).toMatchObject({ outcome: 'done', summary: { kept: 1, recreated: 1 } });
    await expect.poll(() => readFileSync(join(p.dir, 'out/key'), 'utf8')).toBe(second);
    expect(JSON.stringify(again)).not.toContain(second);
  });
});
