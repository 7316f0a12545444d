import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { BuildLine, BuildOptions, Engine } from '@sutazai/core/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { engine20, engine28, labAvailable } from '../lab/lab.ts';
import { Bench, busybox, collect, engineErrorOf, never, rejection, uniqueName, within } from './harness.ts';

const bench = new Bench();
afterEach(() => bench.cleanup());

function folder(files: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), 'sutazai-build-'));
  bench.later(() => rmSync(dir, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

describe.skipIf(!labAvailable().ok).each([
  ['28 (BuildKit)', engine28, true],
  ['20.10 (classic)', engine20, false],
] as const)('build on %s', (_, lab, buildKit) => {
  function options(engine: Engine, files: Record<string, string>, more: Partial<BuildOptions> = {}): BuildOptions {
    const tag = bench.image(engine, `sutazai-test/${uniqueName('image')}:1`);
    // Steps that were built before are cached: a build of this test must not be.
    return { context: folder(files), tags: [tag], noCache: true, network: 'none', signal: never(), ...more };
  }

  it('gives each step and its output while it works, and an image that is what was asked for', async () => {
    const engine = await bench.connect(lab());
    const dockerfile = `FROM ${busybox}\nARG COLOUR\nCOPY . /app\nRUN cd /app; echo *; echo colour $COLOUR; sleep 2; echo late\nENV A=b\n`;
    const files = { Dockerfile: dockerfile, 'grüße.txt': 'x', 'secret/key': 'x', '.dockerignore': 'secret\n' };
    const o = options(engine, files, { args: { COLOUR: 'blue' }, labels: { 'my.label': 'mine' } });
    const second = bench.image(engine, `sutazai-test/${uniqueName('image')}:2`);
    const lines: (BuildLine & { at: number })[] = [];
    for await (const line of engine.buildImage({ ...o, tags: [...o.tags, second] })) {
      lines.push({ ...line, at: performance.now() });
    }
    const texts = lines.map((l) => l.text);
    expect(texts.join('\n')).toContain('grüße.txt');
    expect(texts.join('\n')).not.toContain('secret');
    expect(
      texts.some((t) => /^\[.*\] RUN cd|^Step \d+\/\d+ : RUN cd/.test(t)),
      texts.join('\n'),
    ).toBe(true);
    expect(
      texts.some((t) => t.startsWith('[')),
      'BuildKit writes its steps in brackets',
    ).toBe(buildKit);
    const at = (text: string) => lines.find((l) => l.text.trim() === text)?.at ?? Number.NaN;
    expect(at('late') - at('colour blue'), 'output comes when it is written').toBeGreaterThan(1000);
    const id = lines.at(-1)?.imageId;
    for (const tag of [...o.tags, second]) {
      const image = await engine.inspectImage(tag);
      expect(image).toMatchObject({ id, config: { labels: { 'my.label': 'mine' } } });
      expect(image?.config.env).toContain('A=b');
    }
  });

  it('a step that fails: an error with its words, after its output', async () => {
    const engine = await bench.connect(lab());
    const o = options(engine, { Dockerfile: `FROM ${busybox}\nRUN echo about to fail >&2; exit 42\n` });
    const texts: string[] = [];
    const error = await engineErrorOf(
      (async () => {
        for await (const line of engine.buildImage(o)) texts.push(line.text);
      })(),
    );
    expect(texts.join('\n')).toContain('about to fail');
    expect(error.detail).toMatchObject({ operation: 'image.build', subject: o.tags[0] });
    expect(error.message).toContain('exit 42');
    expect(error.message).toMatch(/code: 42|returned a non-zero code: 42/);
    expect(await engine.inspectImage(o.tags[0] ?? '')).toBeUndefined();
  });

  it.each([
    ['a Dockerfile that makes no sense', `FROM ${busybox}\nFLY away\n`, /unknown instruction: FLY/i],
    ['a file that is not in the context', `FROM ${busybox}\nCOPY nothing-here /x\n`, /nothing-here/],
    ['a stage that is not there', `FROM ${busybox} AS one\n`, /two/],
  ])('%s', async (name, Dockerfile, words) => {
    const engine = await bench.connect(lab());
    const o = options(engine, { Dockerfile }, name.startsWith('a stage') ? { target: 'two' } : {});
    const error = await within(60_000, engineErrorOf(collect(engine.buildImage(o))));
    expect(error.detail).toMatchObject({ operation: 'image.build', subject: o.tags[0] });
    expect(error.message).toMatch(words);
  });

  it('a context or a Dockerfile that is not there is told before anything is sent', async () => {
    const engine = await bench.connect(lab());
    const o = options(engine, { Dockerfile: `FROM ${busybox}\n` });
    const gone = await engineErrorOf(collect(engine.buildImage({ ...o, context: '/nonexistent/context' })));
    expect(gone).toMatchObject({ detail: { operation: 'image.build', subject: '/nonexistent/context' } });
    const file = await engineErrorOf(collect(engine.buildImage({ ...o, dockerfile: 'Other' })));
    expect(file.detail.subject).toBe(join(o.context, 'Other'));
  });

  it('is over at once when aborted, and leaves no image', async () => {
    const engine = await bench.connect(lab());
    const abort = new AbortController();
    const reason = new Error('the user said stop');
    const dockerfile = `FROM ${busybox}\nRUN echo step runs; sleep 600\n`;
    const o = options(engine, { Dockerfile: dockerfile }, { signal: abort.signal });
    let asked = 0;
    const failed = rejection(
      (async () => {
        for await (const line of engine.buildImage(o)) {
          if (line.text.trim() !== 'step runs') continue;
          asked = performance.now();
          abort.abort(reason);
        }
      })(),
    );
    expect(await within(60_000, failed)).toBe(reason);
    expect(asked).toBeGreaterThan(0);
    expect(performance.now() - asked).toBeLessThan(500);
    expect(await engine.inspectImage(o.tags[0] ?? '')).toBeUndefined();
  });

  it('a large context is streamed, and an abort while it is sent is one, too', async () => {
    const engine = await bench.connect(lab());
    const o = options(engine, { Dockerfile: `FROM ${busybox}\nCOPY big /big\nRUN wc -c /big\n` });
    writeFileSync(join(o.context, 'big'), Buffer.alloc(48 * 1024 * 1024, 'x'));
    expect((await collect(engine.buildImage(o))).some((l) => l.text.includes('50331648 /big'))).toBe(true);
    const abort = new AbortController();
    const reason = new Error('stop');
    const failed = rejection(collect(engine.buildImage({ ...o, signal: abort.signal })));
    setTimeout(() => abort.abort(reason), 10);
    expect(await within(10_000, failed)).toBe(reason);
  });
});
