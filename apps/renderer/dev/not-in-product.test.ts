import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rollup } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';

// The product's build, made in memory: what of it is fetched first, and what must not be in it.
describe('the built pages', () => {
  let files: (Rollup.OutputChunk | Rollup.OutputAsset)[] = [];
  const chunks = () => files.filter((f): f is Rollup.OutputChunk => f.type === 'chunk');
  const sourceOf = (name: string) => {
    const found = files.find((f) => f.fileName === name);
    return found?.type === 'asset' ? String(found.source) : (found?.code ?? '');
  };

  beforeAll(async () => {
    const root = fileURLToPath(new URL('..', import.meta.url));
    const made = await build({
      root,
      configFile: `${root}/vite.config.ts`,
      logLevel: 'error',
      mode: 'production',
      build: { write: false },
    });
    files = (Array.isArray(made) ? made : [made]).flatMap((m) => ('output' in m ? m.output : []));
  }, 120_000);

  it('do not contain the double of the API', () => {
    const modules = chunks().flatMap((c) => c.moduleIds);
    expect(modules.length).toBeGreaterThan(100);
    expect(modules.filter((id) => id.includes('/renderer/dev/'))).toEqual([]);
  });

  it('have no script or style in the page itself, which the policy would refuse', () => {
    const html = sourceOf('index.html');
    expect(html).toMatch(/<script type="module"[^>]* src="\.\/assets\//);
    expect(html.replace(/<script[^>]*\ssrc="[^"]*"[^>]*><\/script>/g, '')).not.toMatch(
      /<script|<style|style=|\son\w+=/,
    );
  });

  it('load charts, terminal and Markdown only when they are needed', () => {
    const first = firstLoad(chunks());
    const modules = first.flatMap((c) => c.moduleIds).join('\n');
    for (const late of ['recharts', '@xterm', 'react-markdown', 'highlight.js'])
      expect(modules).not.toContain(`node_modules/${late}/`);
    const css = files
      .filter((f) => f.type === 'asset' && /^assets\/index-.*\.css$/.test(f.fileName))
      .map((f) => sourceOf(f.fileName));
    const bytes = [...first.map((c) => c.code), ...css, sourceOf('index.html')].reduce(
      (sum, text) => sum + gzipSync(text).length,
      0,
    );
    expect(bytes / 1024).toBeLessThan(350);
  });
});

/** The entry and all that it imports at once. */
function firstLoad(chunks: Rollup.OutputChunk[]): Rollup.OutputChunk[] {
  const byName = new Map(chunks.map((c) => [c.fileName, c]));
  const seen = new Set<Rollup.OutputChunk>();
  const visit = (chunk: Rollup.OutputChunk | undefined) => {
    if (!chunk || seen.has(chunk)) return;
    seen.add(chunk);
    for (const name of chunk.imports) visit(byName.get(name));
  };
  visit(chunks.find((c) => c.isEntry));
  return [...seen];
}
