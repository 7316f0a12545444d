import { describe, expect, test } from 'vitest';
import type { Service } from '../../compose/index.ts';
import { healthCommand, healthTiming } from './health.ts';
import { examplePayload } from './payload-example.ts';

const service = (healthcheck: Service['healthcheck']) => ({ image: 'web:1', healthcheck }) as Service;
const sent = (...args: Parameters<typeof examplePayload>) => examplePayload(...args).spec.Healthcheck;

describe('the health check that is sent', () => {
  test('durations are nanoseconds', () => {
    const healthcheck = {
      test: ['CMD', 'true'],
      interval: '1m30s',
      timeout: '1.5s',
      start_period: '500ms',
      retries: 4,
    };
    expect(sent({ healthcheck })).toEqual({
      Test: ['CMD', 'true'],
      Interval: 90e9,
      Timeout: 1.5e9,
      StartPeriod: 500e6,
      Retries: 4,
    });
  });
  test('disable', () => expect(sent({ healthcheck: { disable: true } })).toEqual({ Test: ['NONE'] }));
  test('none in the file', () => expect(sent({})).toBeUndefined());
  test('start_interval is left out where it is unknown', () => {
    const healthcheck = { test: ['CMD', 'true'], start_period: '5s', start_interval: '1s' };
    expect(sent({ healthcheck })).toMatchObject({ StartInterval: 1e9 });
    expect(sent({ healthcheck }, { apiMinor: 41 })).not.toHaveProperty('StartInterval');
    expect(sent({ healthcheck }, { isPodman: true })).not.toHaveProperty('StartInterval');
  });
});

describe('hurrying the first check', () => {
  const early = { startIntervalMs: 250 };
  const test10s = { test: ['CMD', 'true'], interval: '10s' };
  test('takes one interval as start period', () => {
    expect(sent({ healthcheck: test10s }, early)).toMatchObject({ StartInterval: 250e6, StartPeriod: 10e9 });
    expect(sent({ healthcheck: { test: ['CMD', 'true'] } }, early)).toMatchObject({ StartPeriod: 30e9 });
  });
  test("takes the file's start period", () => {
    expect(sent({ healthcheck: { ...test10s, start_period: '1m' } }, early)).toMatchObject({ StartPeriod: 60e9 });
  });
  test.each([
    ['old engine', { ...early, apiMinor: 43 }],
    ['podman', { ...early, isPodman: true }],
  ])('not on %s', (_, input) => {
    expect(sent({ healthcheck: test10s }, input)).not.toHaveProperty('StartInterval');
  });
  test("the file's start_interval stands", () => {
    const healthcheck = { ...test10s, start_period: '9s', start_interval: '3s' };
    expect(sent({ healthcheck }, early)).toMatchObject({ StartInterval: 3e9, StartPeriod: 9e9 });
  });
  test('a check that is off stays as it is', () => {
    expect(sent({ healthcheck: { test: ['NONE'] } }, early)).toEqual({ Test: ['NONE'] });
  });
  test("an image's check is hurried only if its timing is known", () => {
    const healthcheck = { Test: ['CMD', 'x'], StartPeriod: 7e9 };
    expect(sent({}, { ...early, imageHasHealthcheck: true })).toBeUndefined();
    expect(sent({}, { ...early, imageHasHealthcheck: true, imageHealthcheck: healthcheck })).toEqual({
      Test: [],
      StartPeriod: 7e9,
      StartInterval: 250e6,
    });
  });
});

describe('running the check ourselves', () => {
  test.each([
    [service({ test: ['CMD', 'pg_isready', '-q'] }), undefined, ['pg_isready', '-q']],
    [service({ test: ['CMD-SHELL', 'a || b'] }), undefined, ['/bin/sh', '-c', 'a || b']],
    [service({ test: ['CMD-SHELL', 'a'] }), { shell: ['/bin/bash', '-lc'] }, ['/bin/bash', '-lc', 'a']],
    [service({ test: ['NONE'] }), undefined, undefined],
    [service({ disable: true }), { healthcheck: { Test: ['CMD', 'x'] } }, undefined],
    [service(undefined), undefined, undefined],
    [service(undefined), { healthcheck: { Test: ['CMD', 'x'] } }, ['x']],
    [service({ interval: '5s' }), { healthcheck: { Test: ['CMD-SHELL', 'y'] } }, ['/bin/sh', '-c', 'y']],
  ])('%j with image %j', (s, image, cmd) => {
    expect(healthCommand(s, image)?.cmd).toEqual(cmd);
  });

  test('timing: file, then image, then engine', () => {
    expect(healthTiming(service(undefined))).toEqual({
      intervalNs: 30e9,
      timeoutNs: 30e9,
      startPeriodNs: 0,
      startIntervalNs: 5e9,
      retries: 3,
    });
    const image = { healthcheck: { Test: ['CMD', 'x'], Interval: 8e9, Timeout: 2e9 } };
    expect(healthTiming(service({ interval: '4s' }), image)).toMatchObject({ intervalNs: 4e9, timeoutNs: 2e9 });
  });
});
