// ssh:// and wsl:// with stand-ins for the two programs: what they are asked is recorded, and the relay behind them is the
// docker client's own, to a real engine. Neither an ssh server nor Windows can be had here.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngine } from '@sutazai/core/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { dockerPath, engine28, labAvailable } from '../lab/lab.ts';
import { Bench, collect, engineErrorOf, exited, never, rejection, until, within } from './harness.ts';

const bench = new Bench();
afterEach(() => bench.cleanup());

/** Programs of these names first on PATH; answers a reader of the arguments that they were called with. */
function standIn(name: 'ssh' | 'wsl.exe', script: string): { calls: () => string[][]; pids: () => number[] } {
  const dir = mkdtempSync(join(tmpdir(), 'sutazai-relay-'));
  const log = join(dir, 'calls');
  mkdirSync(log);
  writeFileSync(
    join(dir, name),
    `#!/bin/bash\nprintf '%s\\n' "$@" > '${log}/'$$.new; mv '${log}/'$$.new '${log}/'$$\n${script}\n`,
  );
  chmodSync(join(dir, name), 0o755);
  const before = process.env.PATH;
  process.env.PATH = `${dir}:${before}`;
  bench.later(() => {
    process.env.PATH = before;
    rmSync(dir, { recursive: true, force: true });
  });
  const files = () => readdirSync(log).filter((f) => !f.endsWith('.new'));
  return {
    calls: () => files().map((f) => readFileSync(join(log, f), 'utf8').trimEnd().split('\n')),
    pids: () => files().map(Number),
  };
}

const relay = () => `exec env DOCKER_HOST='${engine28().dockerHost}' '${dockerPath()}' system dial-stdio`;
const dialStdio = ['docker', 'system', 'dial-stdio'];
const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe.skipIf(!labAvailable().ok)('an engine behind a relay', () => {
  it.each([
    [
      'ssh',
      'ssh://me@example.org:2222',
      ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10', '-p', '2222', '-l', 'me', '--', 'example.org', ...dialStdio],
    ],
    ['ssh', 'ssh://example.org', ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10', '--', 'example.org', ...dialStdio]],
    ['wsl.exe', 'wsl://Ubuntu%2024.04', ['-d', 'Ubuntu 24.04', '--', ...dialStdio]],
  ] as const)('%s for %s does all that a socket does', async (name, url, args) => {
    const stand = standIn(name, relay());
    const engine = await bench.connect(url);
    expect((await engine.info()).version).toMatch(/^28\.5\.2/);
    const id = await bench.shell(engine, 'echo out; echo err >&2');
    await exited(engine, id);
    const lines = await collect(engine.logs(id, { signal: never() }));
    expect(lines.map((l) => `${l.stream} ${l.text}`).sort()).toEqual(['stderr err', 'stdout out']);
    const running = await bench.shell(engine, 'sleep 1000');
    const session = await engine.exec(running, { cmd: ['cat'], stdin: true });
    session.write('through the relay');
    session.endInput();
    const output = await within(20_000, collect(session.output));
    expect(Buffer.concat(output.map((o) => o.data)).toString()).toBe('through the relay');
    expect(await session.exitCode()).toBe(0);
    for (const call of stand.calls()) expect(call).toEqual(args);
    expect(stand.calls().length, 'connections are kept for the next call').toBeLessThan(8);
  });

  it('no relay outlives the engine or an aborted stream', async () => {
    const stand = standIn('ssh', relay());
    const engine = await bench.connect('ssh://example.org');
    const id = await bench.shell(engine, 'echo ready; sleep 1000');
    const abort = new AbortController();
    let heard = 0;
    const following = (async () => {
      for await (const _ of engine.logs(id, { follow: true, signal: abort.signal })) heard += 1;
    })();
    await until(() => (heard > 0 ? true : undefined));
    abort.abort();
    await within(5000, following);
    await engine.removeContainer(id, { force: true });
    engine.close();
    await until(() => (stand.pids().some(alive) ? undefined : true), 5000);
    expect(stand.pids().length).toBeGreaterThan(0);
  });

  it.each([
    ['no key', 255, 'me@example.org: Permission denied (publickey).'],
    ['an unknown host key', 255, 'Host key verification failed.'],
    ['an unknown host', 255, 'ssh: Could not resolve hostname example.org: Name or service not known'],
    ['no docker there', 127, 'bash: line 1: docker: command not found'],
  ])('ssh with %s: its own words, and a code of ours', async (_, code, words) => {
    standIn('ssh', `echo '${words}' >&2; exit ${code}`);
    const error = await within(10_000, engineErrorOf(bench.connect('ssh://me@example.org')));
    expect(error.message).toBe(words);
    expect(error.detail).toMatchObject({ operation: 'engine.connect', subject: 'ssh://me@example.org' });
    const options = { environment: {}, home: '/nonexistent', platform: 'linux' as const, uid: 4242 };
    expect(await findEngine({ ...options, explicit: 'ssh://me@example.org' })).toMatchObject({
      ok: false,
      code: 'ENGINE_SSH_FAILED',
      detail: words,
    });
  });

  it('words come whole though the program closes its output first', async () => {
    standIn('ssh', `exec >&-; sleep 0.3; echo 'Permission denied (publickey).' >&2; exit 255`);
    expect((await engineErrorOf(bench.connect('ssh://example.org'))).message).toBe('Permission denied (publickey).');
  });

  it('wsl.exe with no such distro says it on its standard output, in UTF-16', async () => {
    const words = 'There is no distribution with the supplied name.';
    standIn(
      'wsl.exe',
      `printf '${words}\\r\\nError code: Wsl/Service/WSL_E_DISTRO_NOT_FOUND\\r\\n' | iconv -t UTF-16LE; exit 255`,
    );
    expect((await within(10_000, engineErrorOf(bench.connect('wsl://Gone')))).message).toContain(words);
  });

  it('a login shell that greets first is told as what spoils it', async () => {
    standIn('ssh', `echo 'Welcome to this machine!'; ${relay()}`);
    const error = await within(10_000, engineErrorOf(bench.connect('ssh://example.org')));
    expect(error.message).toContain('Welcome to this machine!');
  });

  it('the program itself is missing', async () => {
    const before = process.env.PATH;
    process.env.PATH = '/nonexistent';
    bench.later(() => {
      process.env.PATH = before;
    });
    const error = await engineErrorOf(bench.connect('ssh://example.org'));
    expect(error).toMatchObject({ detail: { operation: 'engine.connect', syscallCode: 'ENOENT' } });
    expect(error.message).toContain('ssh');
  });

  it('a silent ssh is let go of when the caller has waited long enough', async () => {
    const stand = standIn('ssh', 'exec sleep 1000');
    const { connectDocker } = await import('@sutazai/core/engine');
    const reason = new Error('long enough');
    const abort = new AbortController();
    const failed = rejection(connectDocker({ url: 'ssh://example.org', source: 'test' }, { signal: abort.signal }));
    const [pid = 0] = await until(() => (stand.pids().length > 0 ? stand.pids() : undefined));
    abort.abort(reason);
    expect(await within(5000, failed)).toBe(reason);
    await until(() => (alive(pid) ? undefined : true), 5000);
  });
});
