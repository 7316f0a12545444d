// What the core says in English, the German pages say by their own texts: every code, every step, the same holes; and what the
// compose files say of services and profiles.
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { agentCards } from '@sutazai/agent-contract/protocol';
import { directAgent } from '@sutazai/core/agents';
import { codes, catalogue as english } from '@sutazai/core/diagnose';
import { catalogue } from '@sutazai/core/stack';
import { parameters } from '@sutazai/core/template';
import { describe, expect, it } from 'vitest';
import { product } from '../product/test-stack.ts';

const german = (name: string) =>
  JSON.parse(
    readFileSync(new URL(`../../apps/renderer/core-words/de/${name}.json`, import.meta.url), 'utf8'),
  ) as Record<string, unknown>;
const texts = german('diagnoses') as Record<string, { title: string; cause: string; next: string[] }>;

describe('German diagnoses', () => {
  it('are there for every code of the catalogue, and for no other', () => {
    expect(Object.keys(texts).sort()).toEqual([...codes].sort());
  });

  it.each(codes)('%s has the same steps and the same holes as in English', (code) => {
    const entry = english[code];
    const holes = (text: string) => [...new Set(parameters(text).map((p) => p.name))].sort();
    const steps = entry.next.map((step): string => (typeof step === 'string' ? step : step.do));
    const { title, cause, next } = texts[code] ?? { title: '', cause: '', next: [] };
    expect([title, cause, ...next].map(holes)).toEqual([entry.title, entry.cause, ...steps].map(holes));
    expect([title, cause, ...next].every((text) => text.length > 0)).toBe(true);
  });
});

it('German pages say of every service of the stack what it is for, and of every profile what it brings', async () => {
  const project = await product({ SUTAZAI_STATE_DIR: tmpdir() }, ['*']);
  const services = catalogue({ services: project.services }, []);
  expect(Object.keys(german('services')).sort()).toEqual(services.map((s) => s.service).sort());
  expect(Object.keys(german('backups')).sort()).toEqual(
    services
      .filter((s) => s.backup !== '')
      .map((s) => s.service)
      .sort(),
  );
  const agents = [...agentCards.map((a) => a.id), directAgent].sort();
  expect(Object.keys(german('agents')).sort()).toEqual(agents);
  const block = (project as { 'x-sutazai'?: { profiles?: Record<string, unknown> } })['x-sutazai'];
  const profiles = Object.keys(block?.profiles ?? {}).sort();
  expect(profiles.length).toBeGreaterThan(0);
  expect(Object.keys(german('profiles')).sort()).toEqual(profiles);
  expect(Object.keys(german('titles')).sort()).toEqual(profiles);
});
