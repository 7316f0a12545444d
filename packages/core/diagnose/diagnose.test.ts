import { describe, expect, it } from 'vitest';
import { classify, diagnose, failure, fromDiagnosis } from './index.ts';
import { detectPlatform } from './platform.ts';

describe('diagnose', () => {
  it('gives the steps of the system it is for', () => {
    const steps = (platform: 'linux' | 'darwin' | 'win32' | 'wsl') =>
      diagnose('ENGINE_SOCKET_DENIED', {}, {}, platform).nextSteps.join('\n');
    expect(steps('linux')).toContain('usermod');
    expect(steps('linux')).not.toContain('wsl.exe');
    expect(steps('wsl')).toMatch(/usermod[\s\S]*wsl\.exe/);
    expect(steps('win32')).toContain('docker-users');
    expect(steps('darwin')).not.toMatch(/usermod|docker-users/);
  });

  it('lets the caller overrule parts, and redacts what is shown', () => {
    const found = diagnose(
      'CONTAINER_EXITED',
      { service: 'db', exitCode: 0 },
      {
        cause: 'Because.',
        raw: 'password=abc',
        evidence: [
          { label: 'x', lines: ['token=abc', ''] },
          { label: 'y', lines: [] },
        ],
      },
    );
    expect(found).toMatchObject({
      title: 'db stopped by itself with exit code 0',
      cause: 'Because.',
      service: 'db',
      severity: 'error',
      raw: 'password=***',
      evidence: [
        { label: 'x', lines: ['token=***', ''] },
        { label: 'y', lines: [] },
      ],
    });
  });

  it('shortens ids, joins lines and masks logins in particulars', () => {
    const id = 'abcdef012345'.padEnd(64, '0');
    expect(diagnose('CONTAINER_MISSING', { subject: id }).title).toBe(
      'The container abcdef012345 does not exist (any more)',
    );
    expect(diagnose('EXTERNAL_UNREACHABLE', { service: 'x', url: 'http://u:p@h:1/' }).title).toContain(
      'http://u:***@h:1/',
    );
    expect(diagnose('INTERNAL', { reason: 'a\n  b' }).title).toBe('Something went wrong inside SutazAI: a b');
  });

  it('understands the names that discovery uses', () => {
    expect(diagnose('ENGINE_NOT_RUNNING', { url: 'unix:///x', detail: 'refused' }).title).toContain('(unix:///x)');
  });
});

describe('failure', () => {
  it('carries the exit code of the catalogue, and the cause', () => {
    const cause = new Error('x');
    expect(failure('STATE_LOCKED', {}, { cause })).toMatchObject({ exitCode: 6, code: 'STATE_LOCKED', cause });
    expect(failure('STATE_LOCKED', {}, { exitCode: 1 }).exitCode).toBe(1);
    expect('cause' in failure('STATE_LOCKED')).toBe(false);
  });
  it('is made from a diagnosis too', () => {
    expect(fromDiagnosis(classify({ message: 'no space left on device' }))).toMatchObject({
      code: 'DISK_FULL',
      exitCode: 1,
    });
    expect(fromDiagnosis({ ...diagnose('USAGE'), code: 'ELSEWHERE' }).exitCode).toBe(1);
  });
});

describe('detectPlatform', () => {
  it.each([
    ['linux', {}, 'Linux version 6.8.0-generic', 'linux'],
    ['linux', { WSL_DISTRO_NAME: 'Ubuntu' }, 'Linux', 'wsl'],
    ['linux', {}, 'Linux version 5.15.153.1-microsoft-standard-WSL2', 'wsl'],
    ['freebsd', {}, '', 'linux'],
    ['darwin', { WSL_DISTRO_NAME: 'x' }, '', 'darwin'],
    ['win32', {}, '', 'win32'],
  ] as const)('%s %j %s is %s', (platform, environment, kernel, expected) => {
    expect(detectPlatform(platform, environment, () => kernel)).toBe(expected);
  });
});
