// The product's own compose files, with only the images swapped, on an engine of the lab.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadProject, type Project } from '@sutazai/core/compose';
import { openPlatform } from '@sutazai/core/host';
import type { OpenOptions, Stack } from '@sutazai/core/stack';
import { stringify } from 'yaml';
import { composeCli, type Engine, engine28 } from '../lab/lab.ts';
import { imageMap, override } from './images.ts';

export const composeFile = fileURLToPath(new URL('../../resources/compose/compose.yaml', import.meta.url));

export interface TestStackOptions {
  which?: 'fast' | 'all';
  name?: string;
  /** Kept by the caller if given, else a temporary folder that `remove` deletes. */
  stateDir?: string;
  profiles?: string[];
  /** Host ports from the system instead of the product's own, so that a running stack of the user's is no obstacle. */
  freePorts?: boolean;
  environment?: Record<string, string>;
  /** Services without an image here: behind a profile that nobody chooses, or not in the stack at all. */
  leftOut?: 'off' | 'gone';
}

/** The product's stack under test; nothing is started by making one. */
export class TestStack {
  readonly leftOut: string[];
  private readonly open: Stack[] = [];

  private constructor(
    readonly name: string,
    readonly stateDir: string,
    readonly files: string[],
    readonly environment: Record<string, string>,
    readonly profiles: string[],
    readonly engine: Engine,
    overridden: { leftOut: string[] },
    private readonly temporary: boolean,
  ) {
    this.leftOut = overridden.leftOut;
  }

  static async make(options: TestStackOptions = {}): Promise<TestStack> {
    const engine = engine28();
    const stateDir = options.stateDir ?? mkdtempSync(join(tmpdir(), 'sutazai-product-'));
    mkdirSync(stateDir, { recursive: true });
    const everything = await product({ SUTAZAI_STATE_DIR: stateDir }, ['*']);
    const overridden = override(everything, imageMap(options.which ?? 'fast'));
    const file = join(stateDir, 'test-images.yaml');
    // Replaced, not merged: a service left out must lose the profiles that would start it.
    let text = stringify(overridden.file).replaceAll('profiles:', 'profiles: !override');
    if (options.leftOut === 'gone') {
      for (const s of overridden.leftOut)
        text = text.replace(new RegExp(`^  ${s}:\\n(?:    .*\\n)+`, 'm'), `  ${s}: !reset null\n`);
    }
    writeFileSync(file, text);
    const environment = {
      PATH: process.env.PATH ?? '',
      SUTAZAI_STATE_DIR: stateDir,
      SUTAZAI_DOCKER_SOCKET: engine.socketPath,
      ...(options.freePorts ? await freePorts(everything) : {}),
      ...options.environment,
    };
    // A profile whose only services are left out is not one any more.
    const declared = new Set(
      Object.entries(everything.services).flatMap(([n, x]) =>
        overridden.leftOut.includes(n) ? [] : (x.profiles ?? []),
      ),
    );
    const profiles = (options.profiles ?? ['cpu', 'monitoring']).filter((p) => declared.has(p));
    const name = options.name ?? `sutazai-p-${process.pid}-${Date.now() % 100_000}`;
    const temporary = options.stateDir === undefined;
    return new TestStack(name, stateDir, [composeFile, file], environment, profiles, engine, overridden, temporary);
  }

  async stack(more: Partial<OpenOptions> = {}): Promise<Stack> {
    const stack = await openPlatform({
      cwd: this.stateDir,
      files: this.files,
      projectName: this.name,
      profiles: this.profiles,
      environment: this.environment,
      stateDir: this.stateDir,
      home: this.stateDir,
      platform: process.platform,
      uid: 0,
      host: this.engine.dockerHost,
      ...more,
    });
    this.open.push(stack);
    return stack;
  }

  /** The host's port that leads to this port of the service. */
  port(stack: Stack, service: string, target: number): number {
    const port = stack.model.project.services[service]?.ports?.find((p) => p.target === target);
    return Number(port?.published);
  }

  compose(...args: string[]) {
    return composeCli(this.engine, ['-p', this.name, ...args]);
  }

  async remove(): Promise<void> {
    for (const stack of this.open) stack.close();
    await composeCli(this.engine, ['-p', this.name, 'down', '-v', '-t', '1', '--remove-orphans']);
    if (this.temporary) rmSync(this.stateDir, { recursive: true, force: true });
  }
}

/** The product's files as docker compose would read them, with these profiles. */
export async function product(environment: Record<string, string> = {}, profiles: string[] = []): Promise<Project> {
  const loaded = await loadProject({ cwd: tmpdir(), files: [composeFile], environment, profiles });
  return loaded.project;
}

/** A free port for every variable that a published port of the product has. */
async function freePorts(project: Project): Promise<Record<string, string>> {
  const names = Object.values(project.services).flatMap((s) => s.ports ?? []).length;
  const ports = await Promise.all(Array.from({ length: names }, freePort));
  const variables = await portVariables();
  return Object.fromEntries(variables.map((name, i) => [name, String(ports[i])]));
}

async function portVariables(): Promise<string[]> {
  const { readdirSync, readFileSync } = await import('node:fs');
  const folder = fileURLToPath(new URL('../../resources/compose/', import.meta.url));
  const text = readdirSync(folder)
    .filter((f) => f.endsWith('.yaml'))
    .map((f) => readFileSync(join(folder, f), 'utf8'))
    .join('\n');
  return [...new Set([...text.matchAll(/\$\{(SUTAZAI_\w+_PORT):-/g)].map((m) => m[1] as string))];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
