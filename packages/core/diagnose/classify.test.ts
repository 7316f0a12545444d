import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Classifiable, classify, isCode } from './index.ts';

describe('classify', () => {
  it('tells what it does not know as ENGINE_ERROR, with the words themselves', () => {
    const found = classify({ message: 'the flux capacitor is empty', operation: 'container.start', status: 500 });
    expect(found).toMatchObject({ code: 'ENGINE_ERROR', raw: 'the flux capacitor is empty' });
    expect(found.title).toBe('The container engine refused to start the container: the flux capacitor is empty');
  });

  it('takes what the caller knows over what it read', () => {
    const found = classify(
      { message: 'Bind for 0.0.0.0:80 failed: port is already allocated', operation: 'container.start' },
      { service: 'web', params: { owner: 'container x of project y', address: '127.0.0.1:80' } },
    );
    expect(found.title).toBe('Port 127.0.0.1:80 is already in use by container x of project y');
    expect(found.service).toBe('web');
  });

  it('fills the commands in', () => {
    const found = classify(
      { message: 'bind: address already in use: listen tcp4 127.0.0.1:8080: bind: address already in use' },
      { platform: 'linux' },
    );
    expect(found.nextSteps).toContain('See who has it: `sudo ss -ltnup "sport = :8080"`');
  });

  it('uses the operation of the context if the error has none', () => {
    expect(classify({ message: 'denied' }, { operation: 'image.pull', image: 'a/b:1' }).title).toBe(
      'The registry does not give out a/b:1',
    );
  });

  it('looks into the output of a build for the reason of a failed step', () => {
    const error = { message: "The command '/bin/sh -c make' returned a non-zero code: 2", operation: 'image.build' };
    const evidence = [{ label: 'build output', lines: ['cc -o x', 'write /out/x: no space left on device'] }];
    expect(classify(error).code).toBe('BUILD_FAILED');
    expect(classify(error, { evidence })).toMatchObject({ code: 'DISK_FULL', evidence });
  });

  it('masks secrets in title, raw text and evidence', () => {
    const found = classify(
      { message: 'strange: hunter2 and password=abc', operation: 'image.build' },
      { secrets: ['hunter2'], evidence: [{ label: 'build output', lines: ['RUN login hunter2', '', 'token: abc'] }] },
    );
    expect(JSON.stringify(found)).not.toMatch(/hunter2|abc/);
    expect(found.evidence?.[0]?.lines).toEqual(['RUN login ***', '', 'token: ***']);
  });

  it('never throws, and always answers with a code of the catalogue', () => {
    const error = fc.record(
      {
        message: fc.oneof(
          fc.string(),
          fc.constantFrom('exec: "x": ', 'port is already allocated', 'error mounting "/a" '),
        ),
        operation: fc.oneof(fc.string(), fc.constantFrom('image.pull', 'container.start', 'image.build')),
        status: fc.integer(),
        syscallCode: fc.constantFrom('ENOENT', 'ECONNREFUSED', 'x'),
        subject: fc.string(),
      },
      { requiredKeys: ['message'] },
    );
    fc.assert(fc.property(error, (one) => isCode(classify(one).code)));
    for (const strange of [undefined, null, {}, { message: 7 }, 'text']) {
      expect(classify(strange as unknown as Classifiable).code).toBe('ENGINE_ERROR');
    }
  });

  it.each(['a ', 'error mounting "', 'bind 1.2.3.4:80 ', "the command '", 'exec: "'])(
    'comes to an end on a megabyte of %j',
    (part) => {
      // A pattern that backtracks without bound would run into the test runner's limit.
      const found = classify({ message: part.repeat(1_000_000 / part.length), operation: 'image.build' });
      expect(isCode(found.code)).toBe(true);
    },
  );
});
