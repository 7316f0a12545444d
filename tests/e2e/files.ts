import { busybox } from '../stack/project.ts';

/** A host port that nobody else here takes; each test file counts from a base of its own. */
export const portOf = (base: number, offset = 0) => base + (process.pid % 200) * 4 + offset;

const quick = 'stop_grace_period: 0s\n    mem_limit: 32m';

/**
 * Four services in three tiers and a job: what a stack has, on the smallest image there is. The API falls sick while there is
 * a file /state/sick in it, and is well again after a restart, as that folder is in memory.
 */
export const smallStack = (port: number) => `
services:
  db:
    image: ${busybox}
    command: [sh, -c, "echo database ready; trap 'exit 0' TERM; i=0; while true; do i=$$((i+1)); echo line $$i; sleep 0.5; done"]
    ${quick}
    ports: ["127.0.0.1:${port}:80"]
    healthcheck: {test: "exit 0", interval: 2s}
    x-sutazai: {tier: core, title: Database, about: Keeps everything}
  setup:
    image: ${busybox}
    command: [sh, -c, "echo tables made"]
    depends_on: {db: {condition: service_healthy}}
    x-sutazai: {tier: core, title: Tables, job: true}
  cache:
    image: ${busybox}
    command: [sleep, "100000"]
    ${quick}
    healthcheck: {test: "exit 0", interval: 2s}
    x-sutazai: {tier: core, title: Cache}
  api:
    image: ${busybox}
    command: [sleep, "100000"]
    ${quick}
    tmpfs: [/state]
    healthcheck: {test: "test ! -e /state/sick || { echo the queue is full; exit 1; }", interval: 1s, retries: 1}
    depends_on: {db: {condition: service_healthy}, setup: {condition: service_completed_successfully}}
    x-sutazai: {tier: platform, title: Backend API}
  agent:
    image: ${busybox}
    command: [sleep, "100000"]
    ${quick}
    depends_on: {api: {condition: service_healthy}}
    x-sutazai: {tier: agents, title: Agent}
`;

export const smallServices = ['db', 'cache', 'api', 'agent'] as const;
