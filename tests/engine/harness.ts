// An engine of the lab behind our own Engine port, and containers that go when the test does: what these tests work with.
import { connectDocker, type Engine, EngineError } from '@sutazai/core/engine';
import { type Engine as LabEngine, labCommand } from '../lab/lab.ts';

export const busybox = 'sutazai-lab/busybox:1';

let counter = 0;
export const uniqueName = (what: string): string => `sutazai-e-${process.pid}-${what}-${++counter}`;

/** Everything that a test opens on one engine; `cleanup` in an afterEach. */
export class Bench {
  readonly label = `sutazai.test.engine=${uniqueName('bench')}`;
  private readonly containers: { engine: Engine; id: string }[] = [];
  private readonly images: { engine: Engine; ref: string }[] = [];
  private readonly engines: Engine[] = [];
  private readonly closers: (() => unknown)[] = [];

  async connect(to: LabEngine | string, configDir?: string): Promise<Engine> {
    const url = typeof to === 'string' ? to : to.dockerHost;
    const engine = await connectDocker({ url, source: 'test' }, configDir ? { configDir } : {});
    this.engines.push(engine);
    return engine;
  }

  /** A container that runs a shell script; started, unless told otherwise. */
  async shell(engine: Engine, script: string, options: { tty?: boolean; start?: boolean } = {}): Promise<string> {
    const [key = '', value = ''] = this.label.split('=');
    const id = await engine.createContainer(uniqueName('c'), {
      Image: busybox,
      Cmd: ['sh', '-c', script],
      Labels: { [key]: value },
      HostConfig: { NetworkMode: 'none' },
      ...(options.tty ? { Tty: true } : {}),
    });
    this.containers.push({ engine, id });
    if (options.start !== false) await engine.startContainer(id);
    return id;
  }

  /** Has the image removed at the end; answers its name. */
  image(engine: Engine, ref: string): string {
    this.images.push({ engine, ref });
    return ref;
  }

  /** Has this done at the end, before the engines are closed. */
  later(close: () => unknown): void {
    this.closers.push(close);
  }

  async cleanup(): Promise<void> {
    for (const { engine, id } of this.containers.splice(0)) await engine.removeContainer(id, { force: true });
    for (const { engine, ref } of this.images.splice(0)) await engine.removeImage(ref);
    for (const close of this.closers.splice(0).reverse()) await close();
    for (const engine of this.engines.splice(0)) engine.close();
  }
}

/** The lab starts Podman only for those who ask. */
export async function startPodman(): Promise<void> {
  for (const args of [
    ['up', 'podman'],
    ['images', 'podman'],
  ]) {
    const { code, stderr } = await labCommand(args);
    if (code !== 0) throw new Error(`lab.sh ${args.join(' ')}: ${stderr.trim()}`);
  }
}

export async function exited(engine: Engine, id: string): Promise<number> {
  return until(async () => {
    const { status, exitCode } = (await engine.inspectContainer(id)).state;
    return status === 'exited' ? exitCode : undefined;
  });
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

/** What a promise rejects with; that it resolves is a failure. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const failed = await promise.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  if (!failed) throw new Error('it was expected to fail, and did not');
  return failed.error;
}

/** The same, and it must be one of ours: an engine's failure in any other form cannot be diagnosed. */
export async function engineErrorOf(promise: Promise<unknown>): Promise<EngineError> {
  const error = await rejection(promise);
  if (!(error instanceof EngineError)) throw new Error(`no EngineError: ${String(error)}`, { cause: error });
  return error;
}

/** Polls until there is a value. */
export async function until<T>(ask: () => Promise<T | undefined> | T | undefined, ms = 20_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error('the condition did not come true in time');
    await new Promise((r) => setTimeout(r, 20));
  }
}

/** Fails if the promise has not settled in time: a hang must be a finding, not a test run that stands still. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing happened in ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export const never = (): AbortSignal => new AbortController().signal;
