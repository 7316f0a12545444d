import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SutazaiError } from '../diagnose/index.ts';
import type { StackStatus } from '../stack/index.ts';
import { marksBetween, Recorder } from './index.ts';

let directory: string;
let told: SutazaiError[];
let wall = Date.UTC(2026, 0, 1);
let run = 0;
const recorder = () =>
  new Recorder({
    directory,
    project: 'p',
    notice: (problem) => told.push(problem),
    mended: () => undefined,
    clock: () => wall,
    uptime: () => run,
  });
const pass = (ms: number) => {
  wall += ms;
  run += ms;
};
const row = (cpu: number) => ({ of: 'host', at: wall, cpu, memory: 1, rx: null, tx: null });
const codes = () => told.map((t) => t.code);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sutazai-recorder-'));
  told = [];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it('what was measured is there after a restart, with a gap for the time in between', () => {
  const begin = wall;
  let one = recorder();
  for (let n = 0; n < 6; n++) {
    one.add([row(5)]);
    pass(10_000);
  }
  one.close();
  pass(600_000);
  one = recorder();
  one.add([row(9)]);
  pass(10_000);
  const [series] = one.points({ from: begin, to: wall, points: 11, series: [{ of: 'host', metric: 'cpu' }] });
  const values = series?.points.map(([, v]) => v) ?? [];
  expect([values[0], values[5], values.at(-1)]).toEqual([5, null, 9]);
  expect(codes()).toEqual([]);
  one.close();
});

it('a damaged file is kept aside and told, and the new one is used', () => {
  writeFileSync(join(directory, 'history.db'), 'x'.repeat(5000));
  const one = recorder();
  expect(codes()).toEqual(['HISTORY_RESET']);
  expect(readdirSync(directory).some((f) => f.startsWith('history.db.corrupt-'))).toBe(true);
  one.add([row(1)]);
  expect(
    one.points({ from: wall - 1, to: wall + 1000, points: 1, series: [{ of: 'host', metric: 'cpu' }] }),
  ).toMatchObject([{ points: [[wall - 1, 1]] }]);
  one.close();
});

it('a clock that is changed is told once, in words', () => {
  const one = recorder();
  one.add([row(1)]);
  pass(10_000);
  wall += 3 * 3_600_000;
  one.add([row(1)]);
  pass(10_000);
  one.add([row(1)]);
  expect(told.map((t) => t.diagnosis.title)).toEqual(['The clock of this machine was changed by 3 hours forward']);
  one.close();
});

it('marks tell what happened between two looks, and nothing while the engine is away', () => {
  const status = (state: StackStatus['services'][number]['state'], reachable = true): StackStatus => ({
    project: 'p',
    engine: { reachable, url: '' },
    services: [{ service: 'web', state, containers: [], ports: [] }],
  });
  const what = (a: StackStatus, b: StackStatus) => marksBetween(a, b, 1).map((m) => m.what);
  expect(what(status('healthy'), status('failed'))).toEqual(['failed']);
  expect(what(status('healthy'), status('stopped'))).toEqual(['stopped']);
  expect(what(status('absent'), status('starting'))).toEqual(['started']);
  expect(what(status('starting'), status('healthy'))).toEqual(['healthy']);
  expect(what(status('healthy'), status('healthy'))).toEqual([]);
  expect(what(status('healthy', false), status('failed'))).toEqual([]);
  expect(marksBetween(undefined, status('failed'), 1)).toEqual([]);
});
