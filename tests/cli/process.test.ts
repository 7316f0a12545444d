// The bundled command line as a person has it: a process of its own, with exit codes, signals, pipes and a terminal.
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { labAvailable, run } from '../lab/lab.ts';
import { busybox, pause, TestProject, until } from '../stack/project.ts';

const bundle = fileURLToPath(new URL('../../packages/cli/dist/sutazai.mjs', import.meta.url));
const forever = 'command: [sleep, "1000"], stop_grace_period: 0s';

describe.skipIf(!labAvailable().ok)('the command line as a process', () => {
  let project: TestProject;
  afterEach(() => project?.cleanup());

  const args = (...more: string[]) => [bundle, '-p', project.name, '--host', project.engine.dockerHost, ...more];
  const environment = () => ({ HOME: project.dir, SUTAZAI_STATE_DIR: project.stateDir, PATH: process.env.PATH });
  const sutazai = async (...more: string[]) => {
    const result = await run(process.execPath, args(...more), { cwd: project.dir, env: environment() });
    // Whatever happens: words, never the inside of the program.
    expect(result.stderr + result.stdout).not.toMatch(/\n\s+at .*:\d+:\d+|node:internal/);
    return result;
  };
  const start = (...more: string[]): ChildProcess & { said: string } => {
    const child = spawn(process.execPath, args(...more), { cwd: project.dir, env: environment() });
    const running = Object.assign(child, { said: '' });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data: Buffer) => {
        running.said += data.toString();
      });
    }
    return running as ChildProcess & { said: string };
  };
  const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve));

  it('brings a project up, shows it, and takes it down: exit code 0', async () => {
    project = new TestProject(`services: {web: {image: ${busybox}, ${forever}}}`);
    const up = await sutazai('-f', 'compose.yaml', 'up');
    expect(up, up.stderr).toMatchObject({ code: 0 });
    const status = await sutazai('-f', 'compose.yaml', 'status', '--json');
    expect(JSON.parse(status.stdout)).toMatchObject({ services: [{ service: 'web', state: 'running' }] });
    expect(await sutazai('-f', 'compose.yaml', 'exec', 'web', 'sh', '-c', 'exit 7')).toMatchObject({ code: 7 });
    expect(await sutazai('-f', 'compose.yaml', 'down')).toMatchObject({ code: 0 });
    const after = JSON.parse((await sutazai('-f', 'compose.yaml', 'status', '--json')).stdout);
    expect(after.services[0].state).toBe('absent');
  });

  it('1: a service fails; its last words are shown', async () => {
    project = new TestProject(
      `services: {w: {image: ${busybox}, command: [sh, -c, "echo no settings; exit 3"], healthcheck: {test: [CMD, "true"], interval: 1s}}}`,
    );
    const { code, stdout, stderr } = await sutazai('-f', 'compose.yaml', 'up');
    expect(code).toBe(1);
    expect(stdout + stderr).toContain('no settings');
  });

  it('2: a mistake in the file, with its line', async () => {
    project = new TestProject(`services:\n  web:\n    imagee: ${busybox}\n`);
    const { code, stderr } = await sutazai('-f', 'compose.yaml', 'up');
    expect(code).toBe(2);
    expect(stderr).toMatch(/compose\.yaml:3/);
    expect(stderr).toContain('image');
  });

  it('3: no engine at the address', async () => {
    project = new TestProject(`services: {web: {image: ${busybox}}}`);
    const result = await run(
      process.execPath,
      [bundle, '--host', 'unix:///nonexistent/engine.sock', '-f', 'compose.yaml', 'up', '--json'],
      { cwd: project.dir, env: environment() },
    );
    expect(result.code).toBe(3);
    expect(JSON.parse(result.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ exitCode: 3 });
  });

  it('4: a port that is taken; nothing was started, and --fix-ports takes a free one', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => holder.once('listening', listening));
    const { port } = holder.address() as { port: number };
    project = new TestProject(`services: {web: {image: ${busybox}, ${forever}, ports: ["127.0.0.1:${port}:80"]}}`);
    try {
      const refused = await sutazai('-f', 'compose.yaml', 'up');
      expect(refused.code).toBe(4);
      expect(refused.stderr + refused.stdout).toContain(String(port));
      expect(JSON.parse((await sutazai('-f', 'compose.yaml', 'status', '--json')).stdout).services[0].state).toBe(
        'absent',
      );
      expect(await sutazai('-f', 'compose.yaml', 'up', '--fix-ports')).toMatchObject({ code: 0 });
    } finally {
      holder.close();
    }
  });

  it('5: never ready in time', async () => {
    project = new TestProject(
      `services: {w: {image: ${pause}, stop_grace_period: 0s, healthcheck: {test: [CMD, "/nope"], interval: 1s, retries: 90, start_period: 90s}}}`,
    );
    expect((await sutazai('-f', 'compose.yaml', 'up', '--ready-timeout', '2s')).code).toBe(5);
  });

  it('6: our own state file is broken; doctor --fix puts it aside', async () => {
    project = new TestProject(`services: {web: {image: ${busybox}, ${forever}}}`);
    await sutazai('-f', 'compose.yaml', 'doctor');
    writeFileSync(join(project.stateDir, 'state.db'), 'this is no database, and longer than its header would be');
    const { code, stderr, stdout } = await sutazai('-f', 'compose.yaml', 'up');
    expect(code, stdout).toBe(6);
    expect(stderr).toContain('doctor --fix');
    await sutazai('-f', 'compose.yaml', 'doctor', '--fix');
    expect(await sutazai('-f', 'compose.yaml', 'up')).toMatchObject({ code: 0 });
  });

  it('130: Ctrl-C in the middle of a start is answered within a second, and the next start goes on', async () => {
    project = new TestProject(`
services:
  slow: {image: ${busybox}, ${forever}, healthcheck: {test: [CMD, "test", "-e", "/ready"], interval: 1s, retries: 90}}
  after: {image: ${busybox}, ${forever}, depends_on: {slow: {condition: service_healthy}}}
`);
    const child = start('-f', 'compose.yaml', 'up');
    await until(async () => (await project.compose('ps', '-q', 'slow')).stdout.trim() !== '');
    await until(() => child.said.includes('slow'));
    const code = ended(child);
    const asked = performance.now();
    child.kill('SIGINT');
    expect(await code, child.said).toBe(130);
    expect(performance.now() - asked).toBeLessThan(1_500);
    await project.compose('exec', '-T', 'slow', 'touch', '/ready');
    expect(await sutazai('-f', 'compose.yaml', 'up')).toMatchObject({ code: 0 });
  });

  it('a reader that goes away is no failure', async () => {
    project = new TestProject(
      `services: {web: {image: ${busybox}, command: [sh, -c, "yes some line | head -20000; sleep 1000"], stop_grace_period: 0s}}`,
    );
    await sutazai('-f', 'compose.yaml', 'up');
    const line = args('-f', 'compose.yaml', 'logs')
      .map((a) => `'${a}'`)
      .join(' ');
    const result = await run('bash', ['-c', `set -o pipefail; '${process.execPath}' ${line} | head -1`], {
      cwd: project.dir,
      env: environment(),
    });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout.trim().split('\n')).toHaveLength(1);
  });

  it('follows a log over a restart, and ends with Ctrl-C', async () => {
    project = new TestProject(
      `services: {web: {image: ${busybox}, command: [sh, -c, "echo begins; exec sleep 1000"], stop_grace_period: 0s}}`,
    );
    await sutazai('-f', 'compose.yaml', 'up');
    const child = start('-f', 'compose.yaml', 'logs', '--follow');
    await until(() => child.said.includes('begins'));
    await project.compose('restart', '-t', '0', 'web');
    await until(() => child.said.split('begins').length === 3);
    const code = ended(child);
    child.kill('SIGINT');
    // Leaving what one only watches is how it ends: nothing was cancelled.
    expect(await code).toBe(0);
  });

  it('draws on a terminal, and writes plain lines elsewhere', async () => {
    project = new TestProject(`services: {web: {image: ${busybox}, ${forever}}}`);
    const line = args('-f', 'compose.yaml', 'up').join(' ');
    const terminal = await run('script', ['-qec', `${process.execPath} ${line}`, '/dev/null'], {
      cwd: project.dir,
      env: { ...environment(), TERM: 'xterm-256color', CI: undefined, NO_COLOR: undefined },
    });
    expect(terminal.code, terminal.stdout).toBe(0);
    expect(terminal.stdout, 'moves the cursor').toContain('\u001b[');
    await sutazai('-f', 'compose.yaml', 'down');
    const plain = await sutazai('-f', 'compose.yaml', 'up');
    expect(plain.stdout + plain.stderr).not.toContain('\u001b[');
    expect(plain.stdout).toContain('web');
  });
});
