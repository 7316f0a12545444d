import { tar } from './tar.mjs';

const host = (HostConfig) => ({ HostConfig });
const sh = (script, spec = {}) => ({ Cmd: ['sh', '-c', script], ...spec });
const exited = (state) => state.Status === 'exited';
const probe = (Test, more = {}) => ({
  Healthcheck: { Test, Interval: 200_000_000, Timeout: 300_000_000, Retries: 2, ...more },
});
/** A program for another processor: an ELF header that says AArch64, and nothing behind it. */
const foreignProgram = Buffer.concat([
  Buffer.from('7f454c46020101000000000000000000', 'hex'),
  Buffer.from('0200b700010000000000400000000000', 'hex'),
  Buffer.alloc(200),
]);

async function withFile(engine, files, spec) {
  const id = await engine.create(spec);
  await engine.call('container.upload', 'PUT', `/containers/${id}/archive?path=/`, { body: tar(files) });
  return engine.start(id).catch(() => id);
}

/** Podman keeps no note of a start that failed, and checks health with systemd, which the lab does not have. */
const onDocker = (code) => ({ 20: code, 28: code });

/** `[expected code, how to get a container into the state (returns its id), what to wait for]`. */
export const stateCases = [
  [
    'CONTAINER_EXITED',
    (engine) => engine.run(sh('echo starting; echo "config: cannot read settings" >&2; exit 3')),
    exited,
  ],
  ['CONTAINER_STOPPED', (engine) => engine.run(sh('echo done')), exited],
  ['JOB_FAILED', (engine) => engine.run(sh('echo "migration 7 failed"; exit 1')), exited, { job: true }],
  [
    { podman: 'CONTAINER_KILLED', others: 'CONTAINER_OOM' },
    (engine) => engine.run(sh('tail /dev/zero', host({ Memory: 12_000_000, MemorySwap: 12_000_000 }))),
    exited,
  ],
  [
    'CONTAINER_KILLED',
    async (engine) => {
      const id = await engine.run({});
      await engine.call('container.kill', 'POST', `/containers/${id}/kill`);
      return id;
    },
    exited,
  ],
  ['CONTAINER_KILLED', (engine) => engine.run(sh('sleep 30 & kill -TERM $!; wait $!')), exited],
  ['CONTAINER_CRASHED', (engine) => engine.run(sh('sleep 30 & kill -SEGV $!; wait $!')), exited],
  ['CPU_UNSUPPORTED', (engine) => engine.run(sh('sleep 30 & kill -ILL $!; wait $!')), exited],
  [
    'PROCESS_LIMIT',
    (engine) => engine.run(sh('for n in 1 2 3 4 5 6 7 8; do sleep 20 & done; wait', host({ PidsLimit: 4 }))),
    exited,
  ],
  ['FILE_LIMIT', (engine) => engine.run(sh('ulimit -n 3; cat /etc/passwd')), exited],
  ['CONTAINER_COMMAND_NOT_FOUND', (engine) => engine.run(sh('no-such-program --serve')), exited],
  [
    onDocker('CONTAINER_COMMAND_NOT_FOUND'),
    async (engine) => {
      const id = await engine.create({ Cmd: ['no-such-program'] });
      return engine.start(id).catch(() => id);
    },
    (state) => state.Status !== 'running',
  ],
  [
    'CONTAINER_COMMAND_NOT_FOUND',
    (engine) =>
      withFile(engine, { 'run.sh': { content: '#!/bin/bash\r\necho hello\r\n', mode: 0o755 } }, { Cmd: ['/run.sh'] }),
    exited,
  ],
  ['CONTAINER_PERMISSION', (engine) => engine.run(sh('/etc/passwd')), exited],
  [
    'EXEC_FORMAT',
    (engine) => withFile(engine, { server: { content: foreignProgram, mode: 0o755 } }, { Cmd: ['/server'] }),
    exited,
  ],
  [
    'EXEC_FORMAT',
    (engine) => withFile(engine, { 'run.sh': { content: 'echo no first line\n', mode: 0o755 } }, { Cmd: ['/run.sh'] }),
    exited,
  ],
  [
    'DISK_FULL',
    (engine) =>
      engine.run(
        sh('dd if=/dev/zero of=/small/file bs=1M count=5 2>&1; exit 1', host({ Tmpfs: { '/small': 'size=1m' } })),
      ),
    exited,
  ],
  [
    onDocker('VOLUME_PERMISSION'),
    (engine) =>
      engine.run(sh('touch /data/file', { User: '1000', ...host({ Tmpfs: { '/data': 'mode=0700,uid=0' } }) })),
    exited,
  ],
  ['SECRET_MISSING', (engine) => engine.run(sh('cat /run/secrets/db_password || exit 1')), exited],
  [
    'PORT_TAKEN',
    async (engine) => {
      const first = await engine.run(sh('httpd -f -p 127.0.0.1:7777'));
      return engine.run(sh('sleep 0.3; httpd -f -p 127.0.0.1:7777', host({ NetworkMode: `container:${first}` })));
    },
    exited,
  ],
  [
    'CONTAINER_RESTART_LOOP',
    (engine) => engine.run(sh('echo "cannot reach the database"; exit 1', host({ RestartPolicy: { Name: 'always' } }))),
    (_, detail) => detail.RestartCount >= 3,
  ],
  [
    onDocker('HEALTH_UNHEALTHY'),
    (engine) => engine.run({ ...probe(['CMD-SHELL', 'echo "queue is full"; exit 1']) }),
    (s) => s.Health?.Status === 'unhealthy',
  ],
  [
    onDocker('HEALTH_NEVER'),
    (engine) => engine.run({ ...probe(['CMD-SHELL', 'echo warming up; exit 1'], { StartPeriod: 60_000_000_000 }) }),
    (s) => s.Health?.Log?.length > 0,
    { healthTimeoutMs: 5000 },
  ],
  [
    onDocker('HEALTH_PROBE_MISSING'),
    (engine) => engine.run({ ...probe(['CMD', 'curl', '-f', 'http://localhost']) }),
    (s) => s.Health?.Status === 'unhealthy',
  ],
  [
    onDocker('HEALTH_PROBE_MISSING'),
    (engine) => engine.run({ ...probe(['CMD-SHELL', 'curl -f http://localhost || exit 1']) }),
    (s) => s.Health?.Status === 'unhealthy',
  ],
  [
    onDocker('HEALTH_PROBE_TIMEOUT'),
    (engine) => engine.run({ ...probe(['CMD', 'sleep', '60']) }),
    (s) => s.Health?.Status === 'unhealthy',
  ],
  [
    onDocker('HEALTH_REFUSED'),
    (engine) => engine.run({ ...probe(['CMD-SHELL', 'wget -q -O- http://127.0.0.1:80/']) }),
    (s) => s.Health?.Status === 'unhealthy',
  ],
  ['READY_TIMEOUT', (engine) => engine.run({}), (s) => s.Status === 'running', { healthTimeoutMs: 5000 }],
];

/** What the stack would gather about the container. */
export async function evidence(engine, id, more = {}) {
  const { Name, State, RestartCount, HostConfig, Config } = await engine.inspect(id);
  const running = State.Status === 'running';
  return {
    service: 'web',
    name: Name.slice(1),
    exitCode: State.ExitCode,
    oomKilled: State.OOMKilled,
    error: State.Error,
    running,
    ...(State.Restarting ? { restarting: true } : {}),
    restartCount: RestartCount,
    health: State.Health?.Status || 'none',
    healthLog: (State.Health?.Log ?? []).slice(-2).map((one) => ({ exitCode: one.ExitCode, output: one.Output })),
    lastLogLines: await engine.logs(id).catch(() => []),
    ...(HostConfig.Memory ? { memoryLimitBytes: HostConfig.Memory } : {}),
    image: Config.Image,
    ...more,
  };
}
