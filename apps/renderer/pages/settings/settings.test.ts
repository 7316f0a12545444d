import { describe, expect, it } from 'vitest';
import { changedProfiles } from './changed-profiles.ts';
import { portProblem } from './port-problem.ts';
import { splitRemoved } from './split-removed.ts';

describe('profiles', () => {
  const group = ['cpu', 'gpu'];
  const profiles = [
    { name: 'cpu', on: true, group },
    { name: 'gpu', on: false, group },
    { name: 'agents', on: true },
    { name: 'extra', on: false },
  ];
  it('of a group one runs: the one chosen last', () => {
    expect(changedProfiles(profiles, 'gpu', true)).toEqual(['gpu', 'agents']);
  });
  it('others are switched by themselves', () => {
    expect(changedProfiles(profiles, 'agents', false)).toEqual(['cpu']);
    expect(changedProfiles(profiles, 'extra', true)).toEqual(['cpu', 'agents', 'extra']);
  });
});

describe('ports', () => {
  const port = (service: string, published: number) => ({
    service,
    target: 80,
    protocol: 'tcp',
    hostIp: '127.0.0.1',
    published,
    default: published,
    moved: false,
  });
  const mine = port('a', 1000);
  const list = [mine, port('b', 2000)];
  it.each([
    ['x', 'number'],
    ['', 'number'],
    ['0', 'range'],
    ['65536', 'range'],
    ['2000', 'double'],
  ])('%s is refused', (text, code) => expect(portProblem(text, mine, list)).toMatchObject({ code }));
  it('its own and a free one are fine', () => {
    expect(portProblem('1000', mine, list)).toBeNull();
    expect(portProblem('3000', mine, list)).toBeNull();
  });
});

it('shows where the host took something out', () => {
  expect(splitRemoved('user: ***, x')).toEqual([
    { at: 0, text: 'user: ', removed: false },
    { at: 6, text: '***', removed: true },
    { at: 9, text: ', x', removed: false },
  ]);
});
