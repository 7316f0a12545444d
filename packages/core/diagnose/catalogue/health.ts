import type { Area } from './entry.ts';

/** Services that run but are not well, and what hangs on them. */
export const health = {
  HEALTH_UNHEALTHY: {
    title: '{service|The service} runs but reports that it is not well',
    cause:
      'Its health check (a small command inside the container) failed several times in a row[, last with exit code {exitCode}].',
    next: [
      'Read what the check said below, and the last lines of the service: `sutazai logs {service|SERVICE}`',
      'Restart it: `sutazai restart {service|SERVICE}`',
      'If it only needs longer to start, raise `healthcheck.start_period` in the compose file',
    ],
    exit: 5,
    severity: 'error',
  },
  HEALTH_NEVER: {
    title: '{service|The service} did not become ready[ within {seconds} s]',
    cause: 'It is running, but its health check has not succeeded once in the given time.',
    next: [
      'See if it is still working on its start: `sutazai logs {service|SERVICE}`',
      'Wait for it without starting anew: `sutazai status --watch`',
      'If it is known to be slow, raise `healthcheck.start_period` in the compose file',
    ],
    exit: 5,
    severity: 'error',
  },
  HEALTH_PROBE_MISSING: {
    title: 'The health check of {service|the service} uses {command|a program}, which its image does not have',
    cause: 'The service itself may be fine, but nobody can tell: the check command does not exist in the image.',
    next: [
      'Change `healthcheck.test` of {service|the service} to a program the image has (e.g. `wget` instead of `curl`)',
      'Try one inside the container: `sutazai exec {service|SERVICE} COMMAND`',
      'Then: `sutazai up`',
    ],
    exit: 5,
    severity: 'error',
  },
  HEALTH_PROBE_TIMEOUT: {
    title: 'The health check of {service|the service} does not finish in time',
    cause:
      'The check command hangs or takes longer than `healthcheck.timeout` allows. The service is overloaded or stuck.',
    next: [
      'Read the last lines of the service: `sutazai logs {service|SERVICE}`',
      'Restart it: `sutazai restart {service|SERVICE}`',
      'If the machine is slow, raise `healthcheck.timeout` in the compose file',
    ],
    exit: 5,
    severity: 'error',
  },
  HEALTH_REFUSED: {
    title: '{service|The service} runs but does not accept connections',
    cause:
      'Its health check was refused: the program has not opened its port yet, listens on another one, or failed inside without ending.',
    next: [
      'Read the last lines of the service: `sutazai logs {service|SERVICE}`',
      'Compare the port in `healthcheck.test` with the one the program listens on: `sutazai config`',
      'Restart it: `sutazai restart {service|SERVICE}`',
    ],
    exit: 5,
    severity: 'error',
  },
  HEALTH_CHECK_ABSENT: {
    title: '{service|The service} has no health check, but {dependent|another service} waits for it to be healthy',
    cause: '`condition: service_healthy` can never come true for a service that nobody checks.',
    next: [
      'Add `healthcheck:` to {service|the service}, or use `condition: service_started`',
      'Check the result: `sutazai plan`',
    ],
    exit: 2,
    severity: 'error',
  },
  DEPENDENCY_FAILED: {
    title: '{service|A service} was not started because {dependency|a service it needs} failed',
    cause: 'It depends on the other one[ ({condition})], so starting it would only produce a second failure.',
    next: [
      'Mend the other one first: `sutazai logs {dependency|SERVICE}`',
      'Then go on, what runs stays: `sutazai up`',
    ],
    exit: 1,
    severity: 'error',
  },
  JOB_FAILED: {
    title: 'The one-time job {service|of the stack} ended with exit code {exitCode|other than 0}',
    cause: 'It prepares something (such as database tables) that other services need. They wait until it succeeds.',
    next: ['Read why: `sutazai logs {service|SERVICE}`', 'After mending it, run it again: `sutazai up`'],
    exit: 1,
    severity: 'error',
  },
  READY_TIMEOUT: {
    title: '{service|The operation} took too long[: more than {seconds} s]',
    cause: 'The time limit ran out. What was done so far stays as it is.',
    next: ['See where it stands: `sutazai status`', 'Go on where it stopped: `sutazai up`'],
    exit: 5,
    severity: 'error',
  },
} as const satisfies Area;
