import { describe, expect, it } from 'vitest';
import type { LoadedProject } from '../compose/index.ts';
import { missingProfiles } from './profiles.ts';

const loaded = (profiles: string[], one_of_profiles: unknown = [['cpu', 'gpu', 'amd']]) =>
  ({
    project: { name: 'demo', services: {}, 'x-sutazai': { one_of_profiles } },
    profiles,
    declaredProfiles: ['cpu', 'gpu', 'amd'],
  }) as unknown as LoadedProject;

describe('of a group of profiles', () => {
  it('the first runs where none is chosen', () => expect(missingProfiles(loaded(['monitoring']))).toEqual(['cpu']));
  it('the one that is chosen runs alone', () => expect(missingProfiles(loaded(['gpu']))).toEqual([]));
  it('two at once are refused, with their names', () => {
    expect(() => missingProfiles(loaded(['gpu', 'amd']))).toThrow(
      expect.objectContaining({ code: 'COMPOSE_PROFILES_EXCLUSIVE', exitCode: 2 }),
    );
  });
  it('all is what the user gets who asks for all', () => expect(missingProfiles(loaded(['*']))).toEqual([]));
  it.each([undefined, 'cpu', {}, [3], [[]]])('a block that is none (%j) changes nothing', (block) => {
    expect(missingProfiles(loaded([], block ?? null))).toEqual([]);
  });
});
