import type { Diagnosis, ServiceStatus, StackStatus } from '@sutazai/core/contract';
import { describe, expect, it } from 'vitest';
import { en } from '../../words/en.ts';
import { FailureWatch } from './failures.ts';
import { noticeOf } from './wording.ts';

const status = (states: Record<string, ServiceStatus['state']>, reachable = true): StackStatus => ({
  project: 'sutazai',
  engine: { reachable, url: 'unix:///x' },
  services: Object.entries(states).map(([service, state]) => ({ service, state, containers: [], ports: [] })),
});
const told = (watch: FailureWatch, states: Record<string, ServiceStatus['state']>, running = false, reachable = true) =>
  watch
    .take(status(states, reachable), running)
    .map((h) => ('services' in h ? `${h.kind} ${h.services.map((s) => s.service)}` : h.kind));

describe('what is told', () => {
  it('a failure once, and once that it is over', () => {
    const watch = new FailureWatch();
    expect(told(watch, { a: 'healthy' })).toEqual([]);
    expect(told(watch, { a: 'unhealthy' })).toEqual(['unwell a']);
    expect(told(watch, { a: 'unhealthy' })).toEqual([]);
    expect(told(watch, { a: 'restarting' })).toEqual([]);
    expect(told(watch, { a: 'failed' })).toEqual([]);
    expect(told(watch, { a: 'healthy' })).toEqual(['well a']);
    expect(told(watch, { a: 'unhealthy' })).toEqual(['unwell a']);
  });
  it('not what was so at the first look', () => {
    const watch = new FailureWatch();
    expect(told(watch, { a: 'failed' })).toEqual([]);
    expect(told(watch, { a: 'healthy' })).toEqual([]);
    expect(told(watch, { a: 'failed' })).toEqual(['unwell a']);
  });
  it('not what happens while an operation runs, and not a stop on purpose', () => {
    const watch = new FailureWatch();
    told(watch, { a: 'healthy' });
    expect(told(watch, { a: 'unhealthy' }, true)).toEqual([]);
    expect(told(watch, { a: 'unhealthy' })).toEqual([]);
    expect(told(watch, { a: 'stopped' })).toEqual([]);
    expect(told(watch, { a: 'healthy' })).toEqual([]);
  });
  it('several at once as one', () => {
    const watch = new FailureWatch();
    told(watch, { a: 'healthy', b: 'healthy' });
    expect(told(watch, { a: 'failed', b: 'unhealthy' })).toEqual(['unwell a,b']);
  });
  it('the engine going and coming; its services say nothing meanwhile', () => {
    const watch = new FailureWatch();
    told(watch, { a: 'healthy' });
    expect(told(watch, { a: 'failed' }, false, false)).toEqual(['engine-gone']);
    expect(told(watch, { a: 'failed' }, false, false)).toEqual([]);
    expect(told(watch, { a: 'healthy' })).toEqual(['engine-back']);
  });
});

describe('how it is told', () => {
  const rabbit: ServiceStatus = {
    service: 'rabbitmq',
    title: 'RabbitMQ',
    state: 'unhealthy',
    containers: [],
    ports: [],
  };
  const cause: Diagnosis = { code: 'X', title: 't', cause: 'Its memory alarm blocks new agent tasks.', nextSteps: [] };
  it('names the service and why, and leads there', async () => {
    const notice = await noticeOf({ kind: 'unwell', services: [rabbit] }, en, async () => cause);
    expect(notice).toEqual({
      kind: 'failure',
      title: 'RabbitMQ is unhealthy',
      body: 'Its memory alarm blocks new agent tasks.',
      place: '/stack/rabbitmq',
    });
  });
  it('without a known cause it invents none', async () => {
    const notice = await noticeOf(
      { kind: 'unwell', services: [{ ...rabbit, state: 'failed' }] },
      en,
      async () => undefined,
    );
    expect([notice.title, notice.body]).toEqual(['RabbitMQ has failed', '']);
  });
  it('several are counted and named', async () => {
    const services = [rabbit, { ...rabbit, service: 'kong', title: 'Kong' }];
    const notice = await noticeOf({ kind: 'unwell', services }, en, async () => cause);
    expect([notice.title, notice.body, notice.place]).toEqual([
      '2 services are unhealthy or have failed',
      'RabbitMQ, Kong',
      '/stack',
    ]);
  });
});
