import type { Plan } from '@sutazai/core/contract';
import { expect, it } from 'vitest';
import { planGroups } from './plan-groups.ts';

type Action = Plan['services'][number]['containers'][number]['action'];
const service = (name: string, ...actions: Action[]): Plan['services'][number] => ({
  service: name,
  job: false,
  image: '',
  waitsFor: [],
  containers: actions.map((action, at) => ({
    name: `${name}-${at}`,
    number: at + 1,
    action,
    reasons: action === 'recreate' ? [{ code: 'config-changed', field: 'image' }] : [],
  })),
});

it('says each thing once, what is fetched first and what stays last', () => {
  const groups = planGroups({
    project: 'p',
    networks: [],
    volumes: [{ key: 'd', name: 'p_d', action: 'create' }],
    images: [
      { image: 'a:1', services: ['a'], action: 'pull', reasons: [] },
      { image: 'b:1', services: ['b'], action: 'keep', reasons: [] },
    ],
    services: [
      service('kept', 'keep', 'done'),
      service('a', 'create', 'create'),
      service('b', 'recreate'),
      { ...service('tables', 'create'), job: true },
      service('c', 'remove'),
    ],
    orphans: [{ container: 'old', id: '1', service: 'old', remove: true }],
    external: [],
    warnings: [],
    upToDate: false,
  });
  expect(groups.map((g) => [g.kind, g.items.map((i) => i.name)])).toEqual([
    ['pull', ['a:1']],
    ['create', ['a']],
    ['recreate', ['b']],
    ['job', ['tables']],
    ['volume', ['p_d']],
    ['remove', ['c-0', 'old']],
    ['keep', ['kept']],
  ]);
  expect(groups.find((g) => g.kind === 'recreate')?.items[0]?.reason?.field).toBe('image');
});
