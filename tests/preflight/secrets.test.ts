import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, test } from 'vitest';
import { labAvailable } from '../lab/lab.ts';
import { busybox, endOf, failureCodes, ofType, TestProject, words } from '../stack/project.ts';
import { belongings, docker } from './world.ts';

const available = labAvailable();

const stack = (generate = '') => `services:
  app:
    image: ${busybox}
    command: [sleep, "1000"]
    stop_grace_period: 0s
    environment: {KEY_FILE: /run/secrets/key, COLOUR: "\${COLOUR:-red}"}
    secrets: [key]
    volumes: ["data:/data"]
secrets:
  key:
    file: ./secrets/key
${generate}
volumes: {data: {}}
`;
const generated = stack('    x-sutazai: {generate: {length: 40, charset: hex, template: "key={secret}"}}');

describe.skipIf(!available.ok)('secrets on engine 28', () => {
  let project: TestProject;
  afterEach(() => project.cleanup());
  const file = () => join(project.dir, 'secrets/key');

  it('makes one on the first start; it reaches the container as a file and stands in no setting of it', async () => {
    project = new TestProject(generated);
    const events = await project.up();
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done' });
    expect(ofType(events, 'warning').map((w) => w.code)).toEqual(['SECRET_GENERATED']);

    const text = readFileSync(file(), 'utf8');
    const value = /^key=([0-9a-f]{40})$/.exec(text)?.[1] ?? 'no value';
    expect(value).toHaveLength(40);
    expect(statSync(file()).mode & 0o777).toBe(0o600);

    const inside = await project.compose('exec', '-T', 'app', 'cat', '/run/secrets/key');
    expect(inside.stdout).toBe(text);
    const inspected = await docker(project.engine, 'inspect', `${project.name}-app-1`);
    expect(inspected).toContain('/run/secrets/key');
    expect(inspected).not.toContain(value);
    expect(JSON.stringify(events)).not.toContain(value);
  });

  it('keeps it over further starts and a removal of the stack', async () => {
    project = new TestProject(generated);
    await project.up();
    const first = readFileSync(file(), 'utf8');
    const changed = await project.up({}, { COLOUR: 'blue' });
    expect(endOf(changed).summary).toMatchObject({ recreated: 1 });
    await project.down();
    const again = await project.up();
    expect(ofType(again, 'warning')).toEqual([]);
    expect(readFileSync(file(), 'utf8')).toBe(first);
    expect((await project.compose('exec', '-T', 'app', 'cat', '/run/secrets/key')).stdout).toBe(first);
  });

  test.each([
    ['is missing', undefined, 'SECRET_MISSING'],
    ['is empty', '\n', 'SECRET_EMPTY'],
    ['is a well-known value', 'changeme\n', 'SECRET_DEFAULT'],
  ])('refuses one that %s before anything changes on the engine', async (_, text, code) => {
    project = new TestProject(stack());
    if (text !== undefined) project.write({ 'secrets/key': text });
    const events = await project.up();
    expect(endOf(events)).toMatchObject({ outcome: 'failed', exitCode: 4 });
    expect(failureCodes(events)).toEqual([code]);
    expect(ofType(events, 'step')).toEqual([]);
    expect(await belongings(project)).toEqual([]);
    // Also if told not to look first: a start with such a secret is never right.
    expect(failureCodes(await project.up({ skipPreflight: true }))).toEqual([code]);
    expect(await belongings(project)).toEqual([]);
  });

  it('refuses a change once the file is removed or emptied, and leaves what runs alone', async () => {
    project = new TestProject({ 'compose.yaml': stack(), 'secrets/key': 'a value that nobody else has' });
    const first = await project.up();
    expect(endOf(first), words(first)).toMatchObject({ outcome: 'done' });
    const before = await belongings(project);
    for (const [spoil, code] of [
      [() => writeFileSync(file(), ''), 'SECRET_EMPTY'],
      [() => rmSync(file()), 'SECRET_MISSING'],
    ] as const) {
      spoil();
      const events = await project.up({}, { COLOUR: 'blue' });
      expect(failureCodes(events)).toEqual([code]);
      expect(await belongings(project)).toEqual(before);
    }
    const [state] = JSON.parse(await docker(project.engine, 'inspect', `${project.name}-app-1`)) as {
      State: { Running: boolean };
    }[];
    expect(state?.State.Running).toBe(true);
  });
});
