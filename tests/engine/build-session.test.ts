// What a build asks its client for while it runs: secrets, ssh agents, registry log-ins. On real engines.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuildOptions, Engine } from '@sutazai/core/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { engine20, engine28, type Engine as LabEngine, labAvailable, startSlowProxy } from '../lab/lab.ts';
import { Bench, busybox, collect, engineErrorOf, never, uniqueName, until } from './harness.ts';

const bench = new Bench();
afterEach(() => bench.cleanup());

function folder(dockerfile: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'sutazai-session-'));
  bench.later(() => rmSync(dir, { recursive: true, force: true }));
  writeFileSync(join(dir, 'Dockerfile'), dockerfile);
  return dir;
}

/** Lines of the build, as one text. */
async function build(engine: Engine, dockerfile: string, more: Partial<BuildOptions> = {}): Promise<string> {
  const tag = bench.image(engine, `sutazai-test/${uniqueName('session')}:1`);
  const options = {
    context: folder(dockerfile),
    tags: [tag],
    noCache: true,
    network: 'none',
    signal: never(),
    ...more,
  };
  return (await collect(engine.buildImage(options))).map((l) => l.text).join('\n');
}

/** A log-in at a registry that asks for one, as `docker login` leaves it. */
async function loginFor(lab: LabEngine): Promise<{ configDir: string; image: string }> {
  const proxy = await startSlowProxy({ basicAuth: 'ann:s3same', engine: lab });
  bench.later(() => proxy.close());
  const configDir = mkdtempSync(join(tmpdir(), 'sutazai-login-'));
  bench.later(() => rmSync(configDir, { recursive: true, force: true }));
  const auth = Buffer.from('ann:s3same').toString('base64');
  writeFileSync(join(configDir, 'config.json'), JSON.stringify({ auths: { [proxy.address]: { auth } } }));
  return { configDir, image: `${proxy.address}/demo/small:1` };
}

describe.skipIf(!labAvailable().ok).each([
  ['28.5', engine28],
  ['20.10', engine20],
] as const)('a build session on %s', (_, lab) => {
  it('hands over the secrets that are declared, and only to the step that mounts them', async () => {
    const engine = await bench.connect(lab());
    const dir = folder('');
    writeFileSync(join(dir, 'token.txt'), 'from-a-file');
    const dockerfile = `FROM ${busybox}
RUN --mount=type=secret,id=one --mount=type=secret,id=two wc -c < /run/secrets/one; cat /run/secrets/two | tr a-z A-Z
RUN ls /run/secrets 2>/dev/null | wc -l
`;
    const secrets = [
      { id: 'one', file: join(dir, 'token.txt') },
      { id: 'two', value: 'from-a-variable' },
    ];
    const said = await build(engine, dockerfile, { secrets });
    expect(said).toMatch(/^11$/m);
    expect(said).toContain('FROM-A-VARIABLE');
    expect(said).toMatch(/^0$/m);
    expect(said).not.toContain('from-a-file');
  });

  it('a secret that is required and not declared ends the build with its name', async () => {
    const engine = await bench.connect(lab());
    const dockerfile = `FROM ${busybox}\nRUN --mount=type=secret,id=missing,required=true cat /run/secrets/missing\n`;
    const error = await engineErrorOf(build(engine, dockerfile, { secrets: [{ id: 'other', value: 'x' }] }));
    expect(error.message).toContain('missing');
  });

  it('joins a step to the ssh agent', async () => {
    const engine = await bench.connect(lab());
    const dir = folder('');
    const socket = join(dir, 'agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    bench.later(() => agent.kill());
    await until(() => existsSync(socket) || undefined);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'a-key-of-the-test', '-f', join(dir, 'key')]);
    execFileSync('ssh-add', ['-q', join(dir, 'key')], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
    // busybox has no ssh-add, and its nc knows no such sockets: the lab's own program asks the agent.
    const dockerfile = 'FROM sutazai-lab/pause:1\nRUN --mount=type=ssh ["/bin/pause", "agent"]\n';
    const said = await build(engine, dockerfile, { ssh: [{ id: 'default', socket }] });
    expect(said).toContain('a-key-of-the-test');
  });
});

describe.skipIf(!labAvailable().ok).each([
  ['28.5 (BuildKit)', engine28],
  ['20.10 (classic)', engine20],
] as const)('base images behind a log-in on %s', (_, lab) => {
  it('are had with what `docker login` left, and refused without', async () => {
    const { configDir, image } = await loginFor(lab());
    const anonymous = await bench.connect(lab());
    expect((await engineErrorOf(build(anonymous, `FROM ${image}\n`))).message).toMatch(
      /unauthorized|no basic auth|authentication required|401/i,
    );
    const known = await bench.connect(lab(), configDir);
    bench.image(known, image);
    await build(known, `FROM ${image}\nENV A=b\n`);
  });
});

describe.skipIf(!labAvailable().ok)('a context that the engine fetches itself', () => {
  it('is an address', async () => {
    const engine = await bench.connect(engine28());
    const dir = folder(`FROM ${busybox}\nCOPY words /words\nRUN cat /words\n`);
    writeFileSync(join(dir, 'words'), 'fetched by the engine');
    const server = createServer((_, answer) => {
      answer.setHeader('content-type', 'application/x-tar');
      spawn('tar', ['-C', dir, '-c', '.']).stdout.pipe(answer);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    bench.later(() => server.close());
    const { port } = server.address() as AddressInfo;
    const said = await build(engine, '', { context: `http://127.0.0.1:${port}/context.tar` });
    expect(said).toContain('fetched by the engine');
  });
});
