import type { ExecSession } from '@sutazai/core/engine';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { engine20, engine28, labAvailable, podman } from '../lab/lab.ts';
import { Bench, engineErrorOf, rejection, startPodman, until, within } from './harness.ts';

const bench = new Bench();
afterEach(() => bench.cleanup());

interface Output {
  stdout: string;
  stderr: string;
  code: number;
}

async function drain(session: ExecSession): Promise<Output> {
  const parts = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  for await (const { stream, data } of session.output) parts[stream].push(Buffer.from(data));
  const text = (stream: 'stdout' | 'stderr') => Buffer.concat(parts[stream]).toString('utf8');
  return { stdout: text('stdout'), stderr: text('stderr'), code: await session.exitCode() };
}

describe.skipIf(!labAvailable().ok).each([
  ['28', engine28],
  ['20.10', engine20],
  ['Podman', podman],
] as const)('exec on %s', (name, lab) => {
  if (name === 'Podman') beforeAll(startPodman);

  const idle = async () => {
    const engine = await bench.connect(lab());
    return { engine, id: await bench.shell(engine, 'sleep 1000') };
  };
  const sh = (script: string) => ({ cmd: ['sh', '-c', script] });

  it('gives output of both streams and the exit code', async () => {
    const { engine, id } = await idle();
    const got = await drain(await engine.exec(id, sh('echo grüße; echo bad >&2; exit 7')));
    expect(got).toEqual({ stdout: 'grüße\n', stderr: 'bad\n', code: 7 });
    expect(await drain(await engine.exec(id, { cmd: ['true'] }))).toEqual({ stdout: '', stderr: '', code: 0 });
  });

  it('runs with the environment, user and folder asked for', async () => {
    const { engine, id } = await idle();
    const options = { ...sh('echo $COLOUR; id -u; pwd'), env: ['COLOUR=blue'], user: '65534', workingDir: '/tmp' };
    expect((await drain(await engine.exec(id, options))).stdout).toBe('blue\n65534\n/tmp\n');
  });

  it('loses nothing of ten megabytes, in a terminal nor without', async () => {
    const { engine, id } = await idle();
    const script = 'head -c 10485760 /dev/zero | tr "\\000" x';
    for (const tty of [false, true]) {
      const got = await within(60_000, engine.exec(id, { ...sh(script), tty }).then(drain));
      expect({ length: got.stdout.length, other: got.stdout.replaceAll('x', ''), code: got.code }).toEqual({
        length: 10_485_760,
        other: '',
        code: 0,
      });
    }
  });

  it('hands input to the command, and its end', async () => {
    const { engine, id } = await idle();
    const session = await engine.exec(id, { ...sh('cat; echo done >&2; exit 4'), stdin: true });
    session.write('one\n');
    session.write(Buffer.from('two\n'));
    session.endInput();
    expect(await within(20_000, drain(session))).toEqual({ stdout: 'one\ntwo\n', stderr: 'done\n', code: 4 });
  });

  it('takes megabytes of input, all of which arrive before its end', async () => {
    const { engine, id } = await idle();
    const session = await engine.exec(id, { ...sh('md5sum'), stdin: true });
    for (let i = 0; i < 64; i += 1) session.write(Buffer.alloc(65_536, 97 + (i % 26)));
    session.endInput();
    const { createHash } = await import('node:crypto');
    const hash = createHash('md5');
    for (let i = 0; i < 64; i += 1) hash.update(Buffer.alloc(65_536, 97 + (i % 26)));
    expect((await within(20_000, drain(session))).stdout.split(' ')[0]).toBe(hash.digest('hex'));
  });

  it('a terminal: one stream, its size can be changed, and it answers', async () => {
    const { engine, id } = await idle();
    const session = await engine.exec(id, {
      ...sh('echo bad >&2; read word; stty size; echo got $word'),
      tty: true,
      stdin: true,
    });
    await session.resize(123, 45);
    session.write('hello\n');
    const got = await within(20_000, drain(session));
    expect(got.stdout.replaceAll('\r', '').split('\n').filter(Boolean).sort()).toEqual([
      '45 123',
      'bad',
      'got hello',
      'hello',
    ]);
    expect(got).toMatchObject({ stderr: '', code: 0 });
  });

  it.each([false, true])('lets go at once when aborted, with the reason (input: %s)', async (stdin) => {
    const { engine, id } = await idle();
    const abort = new AbortController();
    const reason = new Error('the user said stop');
    const session = await engine.exec(id, { ...sh('echo ready; sleep 1000'), stdin, signal: abort.signal });
    let heard = '';
    let asked = 0;
    const reading = (async () => {
      for await (const { data } of session.output) heard += Buffer.from(data).toString();
    })();
    const failed = rejection(reading);
    await until(() => (heard === 'ready\n' ? true : undefined));
    asked = performance.now();
    abort.abort(reason);
    expect(await within(5000, failed)).toBe(reason);
    expect(performance.now() - asked).toBeLessThan(500);
    // Nobody may wait for the end of a command that has been let go of.
    expect(await within(5000, rejection(session.exitCode()))).toBe(reason);
  });

  it('is not begun after an abort', async () => {
    const { engine, id } = await idle();
    const reason = new Error('too late');
    expect(await rejection(engine.exec(id, { cmd: ['true'], signal: AbortSignal.abort(reason) }))).toBe(reason);
  });

  it('says what is wrong: no container, one that does not run, no such program', async () => {
    const { engine, id } = await idle();
    expect(await engineErrorOf(engine.exec('sutazai-no-such', { cmd: ['true'] }))).toMatchObject({
      detail: { operation: 'exec.create', status: 404, subject: 'sutazai-no-such' },
    });
    const asleep = await bench.shell(engine, 'true', { start: false });
    expect(await engineErrorOf(engine.exec(asleep, { cmd: ['true'] }))).toMatchObject({
      // Podman has no status of its own for it.
      detail: { operation: 'exec.create', status: name === 'Podman' ? 500 : 409 },
    });
    // Engines tell a missing program in the output and by 126 or 127, or by refusing the start: never as success.
    const outcome = await engine
      .exec(id, { cmd: ['sutazai-no-such'] })
      .then(drain)
      .catch((error: unknown) => error);
    if (outcome instanceof Error) expect(outcome).toMatchObject({ detail: { operation: 'exec.start' } });
    else expect([126, 127]).toContain((outcome as Output).code);
  });
});
