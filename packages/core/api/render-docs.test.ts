import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { procedures } from './procedures.ts';
import { docsPath, renderDocs } from './render-docs.ts';

it('docs/api.md is what the contract says (node --import tsx packages/core/api/render-docs.ts)', () => {
  expect(readFileSync(docsPath, 'utf8')).toBe(renderDocs());
});

it('every procedure is in it', () => {
  const text = renderDocs();
  for (const { name } of procedures()) expect(text).toContain(`### ${name}\n`);
});
