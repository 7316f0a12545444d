import { expect, it } from 'vitest';
import type { StackEvent, StackStatus } from '../stack/index.ts';
import { OrderedStops } from './ordered-stops.ts';

const stop = (subject: string, state: 'started' | 'done' | 'failed'): StackEvent => ({
  at: 0,
  type: 'step',
  step: 'container.stop',
  subject,
  state,
});
const status = (at: number, state: 'running' | 'exited', exitCode?: number): StackStatus => ({
  project: 'p',
  engine: { reachable: true, url: '' },
  at,
  services: [
    {
      service: 'db',
      state: state === 'running' ? 'healthy' : 'failed',
      ports: [],
      containers: [
        {
          id: '1',
          name: 'p-db-1',
          number: 1,
          state,
          health: 'none',
          ...(exitCode === undefined ? {} : { exitCode }),
          status: '',
          image: '',
        },
      ],
    },
  ],
});
const memory = () => {
  const kept = new Map<string, unknown>();
  return { get: (key: string) => kept.get(key), set: (key: string, value: unknown) => void kept.set(key, value) };
};
const stateOf = (s: StackStatus) => s.services[0]?.state;

it('what was stopped on request is stopped, whatever its code; also after the host was started anew', () => {
  const settings = memory();
  const stops = new OrderedStops(settings, 'p', () => 100);
  expect(stateOf(stops.shown(status(50, 'exited', 2)))).toBe('failed');
  stops.take(stop('p-db-1', 'started'));
  expect(stateOf(stops.shown(status(60, 'running')))).toBe('healthy');
  expect(stateOf(stops.shown(status(70, 'exited', 2)))).toBe('stopped');
  stops.take(stop('p-db-1', 'done'));
  const anew = new OrderedStops(settings, 'p').shown(status(110, 'exited', 137));
  expect(anew.services[0]).toMatchObject({
    state: 'stopped',
    containers: [expect.not.objectContaining({ exitCode: 137 })],
  });
});

it('a failure after it ran again is a failure; a look from before the stop forgets nothing', () => {
  const stops = new OrderedStops(memory(), 'p', () => 100);
  stops.take(stop('p-db-1', 'done'));
  stops.shown(status(90, 'running'));
  expect(stateOf(stops.shown(status(110, 'exited', 2)))).toBe('stopped');
  stops.shown(status(120, 'running'));
  expect(stateOf(stops.shown(status(130, 'exited', 2)))).toBe('failed');
});

it('a stop that did not get through leaves no trace', () => {
  const stops = new OrderedStops(memory(), 'p');
  stops.take(stop('p-db-1', 'started'));
  stops.take(stop('p-db-1', 'failed'));
  expect(stateOf(stops.shown(status(1, 'exited', 2)))).toBe('failed');
});
