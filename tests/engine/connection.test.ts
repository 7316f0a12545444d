import type { Engine } from '@sutazai/core/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { engine28, labAvailable } from '../lab/lab.ts';
import { type CutProxy, startCutProxy } from './cut-proxy.ts';
import { Bench, collect, engineErrorOf, never, until, within } from './harness.ts';

const bench = new Bench();
afterEach(() => bench.cleanup());

describe.skipIf(!labAvailable().ok)('a connection that breaks', () => {
  async function through(): Promise<{ engine: Engine; direct: Engine; proxy: CutProxy }> {
    const proxy = await startCutProxy(engine28().socketPath);
    bench.later(() => proxy.close());
    return { proxy, engine: await bench.connect(proxy.url), direct: await bench.connect(engine28()) };
  }

  it.each([
    ['in its head', 20],
    ['in its body', 600],
  ])('an answer cut %s is an error, not a wait for ever', async (_, bytes) => {
    const { engine, proxy } = await through();
    // The list's answer is some kilobytes: one container of our own makes sure of it.
    await bench.shell(engine, 'true', { start: false });
    proxy.truncate(bytes);
    // Connections that are kept have their first bytes behind them; a new one is cut from its beginning.
    await proxy.cut();
    await proxy.mend();
    const error = await within(5000, engineErrorOf(engine.listContainers({})));
    expect(error.detail).toMatchObject({ operation: 'container.list' });
    proxy.truncate(undefined);
    expect((await engine.listContainers({})).length).toBeGreaterThan(0);
  });

  it.each([false, true])('logs that are followed end with an error (crash: %s)', async (hard) => {
    const { engine, proxy, direct } = await through();
    const id = await bench.shell(direct, 'echo ready; sleep 1000');
    const heard: string[] = [];
    const following = engineErrorOf(
      (async () => {
        for await (const line of engine.logs(id, { follow: true, signal: never() })) heard.push(line.text);
      })(),
    );
    await until(() => (heard.length > 0 ? true : undefined));
    await proxy.cut(hard);
    expect((await within(5000, following)).detail).toMatchObject({ operation: 'container.logs', subject: id });
    expect(heard).toEqual(['ready']);
  });

  it.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('a command in a container ends with an error (input: %s, crash: %s)', async (stdin, hard) => {
    const { engine, proxy, direct } = await through();
    const id = await bench.shell(direct, 'sleep 1000');
    const session = await engine.exec(id, { cmd: ['sh', '-c', 'echo ready; sleep 1000'], stdin });
    let heard = '';
    const reading = engineErrorOf(
      (async () => {
        for await (const { data } of session.output) heard += Buffer.from(data).toString();
        // An end of the output is no end of the command: who asks for its exit code must learn of the loss here at the latest.
        await session.exitCode();
      })(),
    );
    await until(() => (heard === 'ready\n' ? true : undefined));
    await proxy.cut(hard);
    const error = await within(5000, reading);
    expect(['exec.start', 'exec.inspect']).toContain(error.detail.operation);
  });

  it('many calls at once over kept connections, then none left open after close', async () => {
    const { engine, proxy } = await through();
    const answers = await Promise.all(Array.from({ length: 60 }, () => engine.listNetworks({})));
    expect(new Set(answers.map((a) => a.length)).size).toBe(1);
    engine.close();
    await until(() => (proxy.open() === 0 ? true : undefined), 5000);
  });

  it('a kept connection that the engine has closed meanwhile is no error for the next call', async () => {
    const { engine, proxy } = await through();
    await engine.listNetworks({});
    await proxy.cut();
    await proxy.mend();
    // Both ends live in this process: ours has to get its turn to see the other one's end, as it has in any real idle time.
    await new Promise((r) => setTimeout(r, 50));
    expect((await within(5000, engine.listNetworks({}))).length).toBeGreaterThan(0);
  });

  it('an abort is answered with its reason, whatever the call', async () => {
    const { engine } = await through();
    const reason = new Error('the user said stop');
    for (const call of [
      (signal: AbortSignal) => engine.info(signal),
      (signal: AbortSignal) => engine.listContainers({}, signal),
      (signal: AbortSignal) => engine.inspectImage('sutazai-lab/busybox:1', signal),
      (signal: AbortSignal) => collect(engine.logs('sutazai-no-such', { signal })),
    ]) {
      const abort = new AbortController();
      const failed = call(abort.signal).then(
        () => 'done',
        (error: unknown) => error,
      );
      abort.abort(reason);
      expect(await within(5000, failed)).toBe(reason);
    }
  });
});
