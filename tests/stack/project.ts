// A compose project in a folder of its own, with state of its own, on a real engine: what the stack's tests work with.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openPlatform } from '@sutazai/core/host';
import type { Stack, StackEvent, UpOptions } from '@sutazai/core/stack';
import { composeCli, type Engine, engine28 } from '../lab/lab.ts';

export const busybox = 'sutazai-lab/busybox:1';
export const pause = 'sutazai-lab/pause:1';

let counter = 0;

export class TestProject {
  readonly dir = mkdtempSync(join(tmpdir(), 'sutazai-stack-'));
  readonly stateDir = join(this.dir, 'state');
  readonly name: string;
  private readonly open: Stack[] = [];

  constructor(
    files: string | Record<string, string>,
    readonly engine: Engine = engine28(),
  ) {
    counter += 1;
    this.name = `sutazai-t-${process.pid}-${counter}`;
    this.write(typeof files === 'string' ? { 'compose.yaml': files } : files);
  }

  write(files: Record<string, string>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.dir, path)), { recursive: true });
      writeFileSync(join(this.dir, path), text);
    }
  }

  async stack(
    more: { environment?: Record<string, string>; profiles?: string[]; files?: string[] } = {},
  ): Promise<Stack> {
    const stack = await openPlatform({
      cwd: this.dir,
      projectName: this.name,
      environment: { PATH: process.env.PATH, ...more.environment },
      stateDir: this.stateDir,
      home: this.dir,
      platform: process.platform,
      uid: 0,
      host: this.engine.dockerHost,
      ...(more.profiles ? { profiles: more.profiles } : {}),
      ...(more.files ? { files: more.files } : {}),
    });
    this.open.push(stack);
    return stack;
  }

  /** One `up` from a fresh look at the files, as a process of its own would do it. */
  async up(options: Partial<UpOptions> = {}, environment: Record<string, string> = {}): Promise<StackEvent[]> {
    const stack = await this.stack({ environment });
    return collect(stack.up({ signal: new AbortController().signal, ...options }));
  }

  async down(): Promise<StackEvent[]> {
    const stack = await this.stack();
    return collect(
      stack.down({ signal: new AbortController().signal, volumes: true, removeOrphans: true, timeout: 1 }),
    );
  }

  compose(...args: string[]) {
    return this.composeWith({}, ...args);
  }

  composeWith(env: Record<string, string>, ...args: string[]) {
    return composeCli(this.engine, ['-p', this.name, ...args], { cwd: this.dir, env });
  }

  /** Removes everything, by docker compose itself, so that a fault of ours leaves nothing behind. */
  async cleanup(): Promise<void> {
    for (const stack of this.open) stack.close();
    await composeCli(this.engine, ['-p', this.name, 'down', '-v', '-t', '0', '--remove-orphans']);
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export async function collect<T>(events: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const event of events) all.push(event);
  return all;
}

export type Of<T extends StackEvent['type']> = Extract<StackEvent, { type: T }>;

export function ofType<T extends StackEvent['type']>(events: readonly StackEvent[], type: T): Of<T>[] {
  return events.filter((e): e is Of<T> => e.type === type);
}

export function endOf(events: readonly StackEvent[]): Of<'end'> {
  const end = events.at(-1);
  if (end?.type !== 'end') throw new Error(`the last event is ${end?.type ?? 'missing'}, not end`);
  return end;
}

/** Failure codes told, in order. */
export function failureCodes(events: readonly StackEvent[]): string[] {
  return ofType(events, 'failure').map((f) => f.diagnosis.code);
}

/** The plain words of everything that went wrong, for the message of a failed expectation. */
export function words(events: readonly StackEvent[]): string {
  return ofType(events, 'failure')
    .map((f) => `${f.diagnosis.code}: ${f.diagnosis.title} | ${f.diagnosis.raw ?? ''}`)
    .join('\n');
}

/** Container ids by name. */
export async function idsOf(stack: Stack): Promise<Record<string, string>> {
  const status = await stack.status();
  return Object.fromEntries(
    status.services.flatMap((s) => s.containers.map((c) => [c.name.replace(`${status.project}-`, ''), c.id])),
  );
}

export async function statesOf(stack: Stack): Promise<Record<string, string>> {
  const status = await stack.status();
  return Object.fromEntries(status.services.map((s) => [s.service, s.state]));
}

/** Polls a condition of the outside world (never of our own stream) for at most `ms`. */
export async function until(condition: () => Promise<boolean> | boolean, ms = 10_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('the condition did not come true in time');
    await new Promise((r) => setTimeout(r, 50));
  }
}
