import { describe, expect, it } from 'vitest';
import { type ContainerEvidence, diagnoseContainer } from './index.ts';

const about = { service: 'db', name: 'p-db-1' };
const failing = (output: string, exitCode = 1) => ({ running: true, healthLog: [{ exitCode, output }] });

describe('diagnoseContainer', () => {
  it.each<[string, Omit<ContainerEvidence, 'service' | 'name'>]>([
    ['CONTAINER_OOM', { exitCode: 137, oomKilled: true, lastLogLines: ['no space left on device'] }],
    ['CONTAINER_KILLED', { exitCode: 137 }],
    ['CPU_UNSUPPORTED', { exitCode: 132 }],
    ['CONTAINER_CRASHED', { exitCode: 139, restartCount: 9 }],
    ['PORT_TAKEN', { exitCode: 128, error: 'Bind for 0.0.0.0:80 failed: port is already allocated' }],
    ['ENGINE_ERROR', { exitCode: 128, error: 'something new' }],
    ['CONTAINER_RESTART_LOOP', { exitCode: 1, restartCount: 3 }],
    ['CONTAINER_RESTART_LOOP', { exitCode: 1, restarting: true, running: true }],
    ['CONTAINER_RESTART_LOOP', { exitCode: 0, running: true, restartLoop: true, health: 'unhealthy' }],
    ['CONTAINER_COMMAND_NOT_FOUND', { exitCode: 127, restartCount: 5 }],
    ['CONTAINER_PERMISSION', { exitCode: 126 }],
    ['CONTAINER_EXITED', { exitCode: 1, restartCount: 1 }],
    ['CONTAINER_EXITED', { exitCode: -1 }],
    ['CONTAINER_STOPPED', { exitCode: 0, lastLogLines: ['warning: permission denied: /x'] }],
    ['JOB_FAILED', { exitCode: 1, job: true }],
    ['GPU_CONTAINER', { exitCode: 1, lastLogLines: ['RuntimeError: CUDA error: unknown error'] }],
    ['GPU_DRIVER', { exitCode: 1, lastLogLines: ['CUDA driver version is insufficient for CUDA runtime version'] }],
    ['ENGINE_MEMORY', { exitCode: 1, lastLogLines: ["terminate called after throwing 'std::bad_alloc'"] }],
    ['VOLUME_PERMISSION', { exitCode: 1, lastLogLines: ["Error: EACCES: permission denied, open '/data/x.db'"] }],
    ['HEALTH_UNHEALTHY', { running: true, health: 'unhealthy' }],
    ['HEALTH_UNHEALTHY', { ...failing('queue full'), health: 'unhealthy' }],
    ['HEALTH_NEVER', { ...failing('queue full'), health: 'starting' }],
    ['HEALTH_NEVER', { running: true, health: 'starting', healthTimeoutMs: 9000 }],
    ['HEALTH_REFUSED', { ...failing('curl: (7) Failed to connect to localhost port 80'), health: 'starting' }],
    ['HEALTH_PROBE_MISSING', { ...failing('', 127), health: 'unhealthy' }],
    ['HEALTH_PROBE_MISSING', { ...failing('/bin/sh: 1: curl: not found'), health: 'unhealthy' }],
    ['HEALTH_PROBE_TIMEOUT', { ...failing('Health check exceeded timeout (5s)', -1), health: 'unhealthy' }],
    ['READY_TIMEOUT', { running: true, healthTimeoutMs: 9000 }],
  ])('%s for %j', (code, evidence) => {
    expect(diagnoseContainer({ ...about, ...evidence })).toMatchObject({ code, service: 'db' });
  });

  it('only believes the last lines', () => {
    const lastLogLines = ['no space left on device', ...Array.from({ length: 30 }, (_, n) => `line ${n}`)];
    expect(diagnoseContainer({ ...about, exitCode: 1, lastLogLines }).code).toBe('CONTAINER_EXITED');
  });

  it('brings state, the last five probes and the last fifty lines along', () => {
    const { evidence } = diagnoseContainer({
      ...about,
      exitCode: 3,
      restartCount: 2,
      healthLog: Array.from({ length: 9 }, (_, n) => ({ exitCode: n, output: n === 8 ? '' : `probe ${n}\n` })),
      lastLogLines: Array.from({ length: 80 }, (_, n) => `line ${n}`),
    });
    expect(evidence?.map(({ label, lines }) => [label, lines.length, lines.at(-1)])).toEqual([
      ['State', 3, 'restarted 2 times'],
      ['Health check', 5, 'exit code 8: (no output)'],
      ['Last log lines', 50, 'line 79'],
    ]);
  });

  it('masks secrets in all of it', () => {
    const found = diagnoseContainer(
      {
        ...about,
        exitCode: 1,
        error: 'strange hunter2',
        healthLog: [{ exitCode: 1, output: 'PGPASSWORD=abc hunter2' }],
        lastLogLines: [
          '-----BEGIN PRIVATE KEY-----',
          'MIIEabc',
          '-----END PRIVATE KEY-----',
          'hunter2',
          'postgres://u:abc@db',
        ],
      },
      { secrets: ['hunter2'] },
    );
    expect(JSON.stringify(found)).not.toMatch(/hunter2|abc/);
  });
});
