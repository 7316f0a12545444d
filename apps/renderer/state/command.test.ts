// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { actionOf } from './command.ts';

it.each([
  ['sutazai up', 'up', undefined],
  ['sutazai up redis', 'upOne', 'redis'],
  ['sutazai up --fix-ports', 'upFreePorts', undefined],
  ['sutazai up --pull always redis', 'upPull', 'redis'],
  ['sutazai up --recreate', 'upAnew', undefined],
  ['sutazai start redis', 'upOne', 'redis'],
  ['sutazai restart redis', 'restart', 'redis'],
  ['sutazai logs redis', 'logs', 'redis'],
  ['sutazai exec redis sh', 'terminal', 'redis'],
  ['sutazai doctor', 'engines', undefined],
])('%s is something to press', (command, say, service) =>
  expect(actionOf(command)).toMatchObject({ say, ...(service ? { service } : {}) }),
);

it.each(['sutazai up SERVICE', 'sutazai down -v', 'docker system df', 'sutazai config', 'sutazai up --unknown'])(
  '%s stays a command',
  (command) => expect(actionOf(command)).toBeUndefined(),
);
