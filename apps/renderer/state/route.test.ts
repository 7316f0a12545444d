import { expect, it } from 'vitest';
import { routeOf } from './route.ts';

it.each([
  ['', 'stack', ''],
  ['#/monitor', 'monitor', ''],
  ['#/stack/rabbitmq', 'stack', 'rabbitmq'],
  ['#/settings/ports?x=1', 'settings', 'ports'],
  ['#/nowhere/x', 'stack', ''],
])('%s', (hash, page, rest) => expect(routeOf(hash)).toEqual({ page, rest }));
