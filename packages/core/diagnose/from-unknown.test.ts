import { describe, expect, it } from 'vitest';
import { type Code, codes, failure, fromUnknown, SutazaiError } from './index.ts';

const composeError = (code: string, fields: object = {}) =>
  Object.assign(new Error('services.db.ports[0]: must be a port'), { name: 'ComposeError', code, ...fields });

describe('fromUnknown', () => {
  it('leaves our own errors alone', () => {
    const error = failure('PORT_TAKEN', { address: ':80' });
    expect(fromUnknown(error)).toBe(error);
  });

  it.each(codes.filter((code) => code.startsWith('COMPOSE_')))('knows %s by its code, exit code 2', (code) => {
    const error = fromUnknown(composeError(code));
    expect(error).toMatchObject({ code, exitCode: 2 });
    expect(error.diagnosis.raw).toBe('services.db.ports[0]: must be a port');
  });

  it('keeps where a compose file is wrong, with the hint first', () => {
    const problems = [
      { message: 'must be a port', file: '/x/compose.yaml', line: 4, column: 9 },
      { message: 'not known', file: '/x/compose.yaml', line: 7 },
      { message: 'no place' },
    ];
    const place = { file: '/x/compose.yaml', line: 4, column: 9, key: 'services.db.ports[0]' };
    const { diagnosis } = fromUnknown(composeError('COMPOSE_SCHEMA', { ...place, hint: 'Write "80:80"', problems }));
    expect(diagnosis).toMatchObject({
      title: 'The compose file has a setting that is not allowed: services.db.ports[0]: must be a port',
      service: 'db',
      location: place,
      evidence: [
        {
          label: 'All problems',
          lines: ['/x/compose.yaml:4:9: must be a port', '/x/compose.yaml:7: not known', 'no place'],
        },
      ],
    });
    expect(diagnosis.nextSteps.slice(0, 2)).toEqual(['Write "80:80"', 'Correct /x/compose.yaml in line 4']);
  });

  it('names the variable that a compose file needs', () => {
    const error = Object.assign(new Error('required variable DB_PASSWORD is missing a value: set it'), {
      code: 'COMPOSE_REQUIRED_VARIABLE',
    });
    const { diagnosis } = fromUnknown(error);
    expect(diagnosis.title).toContain('required variable DB_PASSWORD is missing a value: set it');
    expect(diagnosis.nextSteps[0]).toContain('`DB_PASSWORD=value`');
  });

  it.each<[Code, object, string]>([
    ['STATE_CORRUPT', {}, 'The state file of SutazAI is damaged: /s/state.db'],
    [
      'STATE_NEWER',
      { found: 9, known: 1 },
      'The state file was written by a newer SutazAI (format 9, this one knows 1)',
    ],
    ['STATE_LOCKED', {}, 'The state file is in use by another SutazAI: /s/state.db'],
    ['STATE_DENIED', {}, 'The state folder of SutazAI cannot be written: /s/state.db'],
    ['STATE_DISK_FULL', {}, 'The state file cannot be written, the disk is full: /s/state.db'],
    ['STATE_FAILED', {}, 'The state file of SutazAI cannot be used: said so'],
  ])('knows the store by %s, exit code 6', (code, fields, title) => {
    const error = Object.assign(new Error('said so'), { name: 'StoreError', code, path: '/s/state.db', ...fields });
    expect(fromUnknown(error)).toMatchObject({ code, exitCode: 6, message: title });
  });

  it('knows an engine error by its detail', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED /var/run/docker.sock'), {
      detail: { operation: 'engine.version', syscallCode: 'ECONNREFUSED' },
    });
    expect(fromUnknown(error)).toMatchObject({ code: 'ENGINE_NOT_RUNNING', exitCode: 3, cause: error });
  });

  it('knows cancelling and time limits', () => {
    const aborted = AbortSignal.abort().reason;
    expect(fromUnknown(aborted)).toMatchObject({ code: 'CANCELLED', exitCode: 130 });
    expect(fromUnknown(Object.assign(new Error('x'), { code: 'ABORT_ERR' })).code).toBe('CANCELLED');
    const late = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    expect(fromUnknown(late, { service: 'db', params: { seconds: 5 } })).toMatchObject({
      code: 'READY_TIMEOUT',
      exitCode: 5,
      message: 'db took too long: more than 5 s',
    });
  });

  it.each([
    ['FILE_MISSING', 'ENOENT', 2],
    ['FILE_DENIED', 'EACCES', 2],
    ['FILE_DENIED', 'EROFS', 2],
    ['DISK_FULL', 'ENOSPC', 1],
    ['FILE_LIMIT', 'EMFILE', 1],
    ['PORT_TAKEN', 'EADDRINUSE', 4],
  ])('%s for the system error %s', (code, errno, exitCode) => {
    const error = Object.assign(new Error(`${errno}: no, open '/x/y'`), { code: errno, path: '/x/y', errno: -2 });
    expect(fromUnknown(error)).toMatchObject({ code, exitCode });
  });

  it('calls the rest INTERNAL, with the stack as evidence only, and secrets masked', () => {
    const { diagnosis, exitCode } = fromUnknown(new TypeError('x is not a function\n    at hunter2'), {
      secrets: ['hunter2'],
    });
    expect(diagnosis).toMatchObject({
      code: 'INTERNAL',
      title: 'Something went wrong inside SutazAI: x is not a function',
    });
    expect(diagnosis.evidence?.[0]?.lines.join('\n')).toContain('from-unknown.test.ts');
    expect(JSON.stringify(diagnosis)).not.toContain('hunter2');
    expect(exitCode).toBe(1);
  });

  it('takes the first reason of a group of failures', () => {
    const error = new AggregateError([new Error('first'), new Error('second')]);
    expect(fromUnknown(error).message).toBe('Something went wrong inside SutazAI: first');
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'just a text'],
    ['a symbol', Symbol('x')],
    ['an object without a prototype', Object.create(null)],
    [
      'an object that cannot be read',
      Object.defineProperty({}, 'message', {
        get: () => {
          throw new Error('no');
        },
        enumerable: true,
      }),
    ],
    ['a code that is no code', { code: 'toString', message: 'm' }],
  ])('takes %s', (_, thrown) => {
    const error = fromUnknown(thrown);
    expect(error).toBeInstanceOf(SutazaiError);
    expect(error.code).toBe('INTERNAL');
    expect(error.message).not.toMatch(/undefined|null/);
  });
});
