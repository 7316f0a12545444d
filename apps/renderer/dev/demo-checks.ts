import type { Diagnosis, EngineCandidate, PreflightReport } from '@sutazai/core/contract';

const gb = 1024 ** 3;

const remedy = (code: string, title: string, step: string): Diagnosis => ({
  code,
  title,
  cause: title,
  nextSteps: [step],
});

export const engines: EngineCandidate[] = [
  {
    url: 'unix:///var/run/docker.sock',
    source: 'Context "default"',
    verdict: 'ok',
    current: true,
    chosen: false,
    detail: '',
    version: '28.5.2',
    apiVersion: '1.51',
    product: 'docker',
    latencyMs: 4,
  },
  {
    url: 'unix:///run/user/1000/podman/podman.sock',
    source: 'Podman',
    verdict: 'ok',
    current: false,
    chosen: false,
    detail: '',
    version: '5.4.0',
    apiVersion: '1.41',
    product: 'podman',
    latencyMs: 9,
  },
  {
    url: '~/.docker/desktop/docker.sock',
    source: 'Docker Desktop',
    verdict: 'refused',
    current: false,
    chosen: false,
    detail: 'refused',
    latencyMs: 2,
    diagnosis: remedy(
      'ENGINE_REFUSED',
      'Docker Desktop does not answer',
      'Start Docker Desktop; this page goes on by itself.',
    ),
  },
  {
    url: 'ssh://mara@gpu-box',
    source: 'DOCKER_HOST',
    verdict: 'timeout',
    current: false,
    chosen: false,
    detail: 'no answer',
    latencyMs: 1800,
    diagnosis: remedy('ENGINE_TIMEOUT', 'No answer', 'Switch the machine on, or unset DOCKER_HOST.'),
  },
  {
    url: 'unix:///run/user/1000/docker.sock',
    source: 'Rootless Docker',
    verdict: 'absent',
    current: false,
    chosen: false,
    detail: '',
    latencyMs: 1,
  },
];

let moved = false;
export const movePort = () => {
  moved = true;
};

export function report(): PreflightReport {
  return {
    ok: moved,
    took: 2100,
    findings: moved
      ? []
      : [
          {
            check: 'port',
            level: 'error',
            diagnosis: {
              code: 'PORT_TAKEN',
              title: 'Port 127.0.0.1:10000 is taken by webmin (process 1184)',
              cause: 'PostgreSQL wants to publish it.',
              nextSteps: ['Use 10020 instead.'],
            },
            fix: {
              service: 'postgres',
              target: 5432,
              protocol: 'tcp',
              hostIp: '127.0.0.1',
              from: 10000,
              to: 10020,
              owner: 'webmin (process 1184)',
            },
          },
        ],
    facts: {
      engine: { url: 'unix:///var/run/docker.sock', version: '28.5.2', apiVersion: '1.51', product: 'docker' },
      memory: { neededBytes: 5.3 * gb, totalBytes: 15.6 * gb },
      disk: { missingImages: ['postgres:16.15', 'redis:8.2.1', 'kong:3.9.3'], freeBytes: 31 * gb },
      gpu: {
        wanted: true,
        host: 'present',
        runtime: 'present',
        container: 'proven',
        detail: 'RTX 3050, 4.0 GB, driver 570.133.',
      },
      architecture: 'amd64',
    },
  };
}

export const rabbit: Diagnosis = {
  code: 'SERVICE_UNHEALTHY',
  title: 'RabbitMQ is up, but its probe fails: memory alarm',
  cause:
    'Its alarm is at 307 MB, which is 60 % of its limit of 512 MB, and it uses 318 MB. Queue agents.dead holds 41,208 messages and nothing reads it.',
  nextSteps: ['Restart it; what is in durable queues stays.', 'Give it more memory: `mem_limit` in core.yaml.'],
  service: 'rabbitmq',
  evidence: [
    { label: 'Last probe, 14:07:10', lines: ['check_local_alarms: memory alarm on rabbit@rabbitmq', 'exit code 1'] },
  ],
};
