import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Service } from '../../compose/index.ts';
import { checkBuilds } from './builds.ts';
import { exampleInput } from './preflight-example.ts';

const dir = mkdtempSync(join(tmpdir(), 'sutazai-builds-'));
writeFileSync(join(dir, 'here.txt'), 'x');
const project = {
  secrets: {
    here: { file: join(dir, 'here.txt') },
    gone: { file: join(dir, 'gone.txt') },
    unset: { environment: 'NOT_SET' },
  },
};
const web = (build: Partial<Service['build']>): Record<string, Partial<Service>> => ({
  web: { build: { context: dir, ...build } },
});
const told = (services: Record<string, Partial<Service>>, images = {}) =>
  checkBuilds(exampleInput({ services, project, images })).map((f) => `${f.diagnosis.code} ${f.diagnosis.title}`);

it('tells secrets of a build that are missing, before it begins', () => {
  expect(told(web({ secrets: [{ source: 'here' }] }))).toEqual([]);
  const findings = told(web({ secrets: [{ source: 'gone', target: 'token' }, { source: 'unset' }] }));
  expect(findings).toHaveLength(2);
  expect(findings[0]).toContain(`SECRET_MISSING The secret token is missing: ${join(dir, 'gone.txt')}`);
  expect(findings[1]).toContain('SECRET_MISSING The secret unset is missing');
});

it('tells an ssh agent that is not there', () => {
  expect(told(web({ ssh: [`default=${join(dir, 'no-agent')}`] }))[0]).toContain('BUILD_SSH_AGENT');
});

it('says nothing of an image that is there already', () => {
  expect(told(web({ secrets: [{ source: 'gone' }] }), { 'demo-web': {} })).toEqual([]);
});
