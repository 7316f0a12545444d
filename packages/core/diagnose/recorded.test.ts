// Every diagnosis of an engine's words, fed with what real engines said (tests/diagnose/record.mjs recorded it).
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  type ContainerEvidence,
  catalogue,
  classify,
  codes,
  diagnose,
  diagnoseContainer,
  exitCodeOf,
} from './index.ts';
import { renderDocs } from './render-docs.ts';

interface Recorded {
  engine: string;
  version: string;
  recorded: 'real' | 'source';
  expect: string;
  message?: string;
  operation?: string;
  status?: number;
  syscallCode?: string;
  subject?: string;
  evidence?: ContainerEvidence;
}

const folder = fileURLToPath(new URL('./fixtures/', import.meta.url));
const files = readdirSync(folder).filter((f) => f.endsWith('.json'));
const read = (file: string) => JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as Recorded[];

describe.each(files)('%s', (file) => {
  const all = read(file);
  it(`is recognised in all ${all.length} recordings`, () => {
    const wrong = all.flatMap((r) => {
      const { message = '', operation, status, syscallCode, subject } = r;
      const given = { message, ...present({ operation, status, syscallCode, subject }) };
      const code = (r.evidence ? diagnoseContainer(r.evidence) : classify(given)).code;
      return code === r.expect
        ? []
        : [`${r.expect}, not ${code}: ${r.operation ?? 'container'}: ${message.slice(0, 160)}`];
    });
    expect(wrong, wrong.join('\n')).toEqual([]);
  });
});

function present(fields: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined));
}

describe('the catalogue', () => {
  it('has at least 40 codes, each with a cause and a next step that a person can take', () => {
    expect(codes.length).toBeGreaterThanOrEqual(40);
    for (const code of codes) {
      const d = diagnose(code);
      expect(d.cause.length, code).toBeGreaterThan(20);
      expect(d.nextSteps.length, code).toBeGreaterThan(0);
      expect(`${d.title} ${d.cause} ${d.nextSteps.join(' ')}`, code).not.toMatch(/undefined|\{subject|\{service/);
      expect([0, 1, 2, 3, 4, 5, 6, 130], code).toContain(exitCodeOf(code));
    }
  });

  it('is proven with recordings for at least 40 of its codes', () => {
    const proven = new Set(files.flatMap((f) => read(f).map((r) => r.expect)));
    for (const code of proven) expect(catalogue).toHaveProperty(code);
    expect(proven.size).toBeGreaterThanOrEqual(40);
  });

  it('is what docs/errors.md says', () => {
    const docs = readFileSync(fileURLToPath(new URL('../../../docs/errors.md', import.meta.url)), 'utf8');
    expect(docs).toBe(renderDocs());
  });
});
