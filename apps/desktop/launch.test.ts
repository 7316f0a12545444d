import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { electronProgram, launch, type Machine, way } from './launch.mjs';

const desk: Machine = {
  platform: 'linux',
  env: { DISPLAY: ':0' },
  root: false,
  program: '/x/electron',
  nodeMajor: 24,
  terminal: true,
};

describe('which way', () => {
  it('a window, where program and display are there', () => {
    const window = { show: 'window', program: '/x/electron' };
    expect(way(desk)).toEqual(window);
    expect(way({ ...desk, env: { WAYLAND_DISPLAY: 'wayland-0' } })).toEqual(window);
    expect(way({ ...desk, platform: 'win32', env: {} })).toEqual(window);
    expect(way({ ...desk, platform: 'darwin', env: {} })).toEqual(window);
  });
  it.each<[Partial<Machine>, RegExp]>([
    [{ env: {} }, /no display/],
    [{ env: { DISPLAY: '' } }, /no display/],
    [{ root: true }, /root/],
    [{ env: { DISPLAY: ':0', SUTAZAI_SHOW: 'browser' } }, /SUTAZAI_SHOW/],
    [{ platform: 'darwin', env: { SSH_CONNECTION: '1' } }, /SSH/],
    [{ program: undefined, nodeMajor: 20 }, /Node 22/],
    [{ program: undefined, terminal: false }, /install-electron/],
    [{ program: undefined, env: { DISPLAY: ':0', CI: 'true' } }, /not downloaded/],
  ])('the browser for %j', (change, because) => {
    const decided = way({ ...desk, ...change });
    expect(decided.show).toBe('browser');
    expect('because' in decided ? decided.because : '').toMatch(because);
  });
  it('asks before it downloads', () => {
    expect(way({ ...desk, program: undefined })).toEqual({ show: 'ask-install' });
  });
});

describe('launch', () => {
  const told = async (facts: Machine, agreed: boolean, installs = false) => {
    const did: string[] = [];
    const code = await launch({
      facts,
      argv: ['--go=/stack'],
      ask: async () => agreed,
      install: async () => {
        did.push('install');
        return installs;
      },
      serve: async (because) => {
        did.push(`serve: ${because}`);
        return 0;
      },
      run: async (program, args) => {
        did.push(`run ${program} ${args.at(-1)}`);
        return 7;
      },
    });
    return { did, code };
  };
  it('runs the window with the given words, and ends as it ends', async () => {
    expect(await told(desk, false)).toEqual({ did: ['run /x/electron --go=/stack'], code: 7 });
  });
  it('serves when the download is declined or fails', async () => {
    const without = { ...desk, program: undefined };
    expect((await told(without, false)).did).toEqual(['serve: the download of Electron was declined']);
    expect((await told(without, true)).did).toEqual(['install', 'serve: Electron could not be downloaded']);
  });
});

it('finds the program only where it lies, per system', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sutazai-electron-'));
  const resolve = () => join(folder, 'package.json');
  expect(electronProgram(resolve, 'linux')).toBeUndefined();
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'electron.exe'), '');
  expect(electronProgram(resolve, 'win32')).toBe(join(folder, 'dist', 'electron.exe'));
  expect(electronProgram(resolve, 'linux')).toBeUndefined();
  const missing = () => {
    throw new Error('not installed');
  };
  expect(electronProgram(missing, 'linux')).toBeUndefined();
});
