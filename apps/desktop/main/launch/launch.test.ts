import { expect, it } from 'vitest';
import { launchArguments } from './arguments.ts';
import { LaunchTimings } from './timings.ts';

it('known words count, whatever stands around them', () => {
  expect(launchArguments(['app', '--hidden'])).toEqual({ hidden: true, gpu: false, place: undefined });
  expect(launchArguments(['app', '--enable-features=x', '--go=/stack/postgres'])).toEqual({
    hidden: false,
    gpu: false,
    place: '/stack/postgres',
  });
});

it.each(['--go=', '--go=https://x.example', '--go=/stack/../x', '--go=/stack/a b', '--go=javascript:1', '-go=/chat'])(
  '%s leads nowhere',
  (word) => {
    expect(launchArguments(['app', word]).place).toBeUndefined();
  },
);

it('timings count from the birth of the process, the first time of each', () => {
  let now = 1000;
  const timings = new LaunchTimings(900, () => now);
  timings.mark('main');
  now = 1450.4;
  timings.mark('window-shown');
  now = 9000;
  timings.mark('window-shown');
  expect(timings.get('window-shown')).toBe(550);
  expect(timings.line()).toBe('launch: main 100 ms, window-shown 550 ms');
});
