import { expect, it, test } from 'vitest';
import { label } from '../labels.ts';
import type { ContainerAction, Plan } from '../plan/types.ts';
import { checkPorts } from './ports.ts';
import { exampleContainer, exampleInput } from './preflight-example.ts';
import { checkReplicas } from './replicas.ts';

const web = { image: 'x:1', ports: [{ target: 80, published: '18411', protocol: 'tcp', mode: 'ingress' }] };

function planWith(services: Record<string, Partial<ContainerAction>[]>, orphans: Plan['orphans'] = []): Plan {
  return {
    services: Object.entries(services).map(([service, containers]) => ({ service, containers })),
    orphans,
  } as unknown as Plan;
}

function held(service: string) {
  const c = exampleContainer({ name: `demo-${service}-1`, project: 'demo', port: 18_411 });
  return { ...c, labels: { ...c.labels, [label.service]: service } };
}

async function titles(holder: ReturnType<typeof held>, plan: Plan): Promise<string[]> {
  const input = exampleInput({ services: { web }, previous: [holder], containers: [holder], plan, local: false });
  return (await checkPorts(input)).map((f) => `${f.diagnosis.code}: ${f.diagnosis.title}`);
}

const id = 'id-of-demo-old-1';
const orphan = (remove: boolean) => [{ container: 'demo-old-1', id, service: 'old', remove }];

test.each<[string, ReturnType<typeof held>, Plan]>([
  ['of the service itself', held('web'), planWith({ web: [{ action: 'keep' }] })],
  ['that the plan makes anew', held('old'), planWith({ web: [], old: [{ id, action: 'recreate' }] })],
  ['that the plan removes', held('old'), planWith({ web: [], old: [{ id, action: 'remove' }] })],
  ['that is cleared away', held('old'), planWith({ web: [] }, orphan(true))],
])('a port of a container %s is no conflict', async (_, holder, plan) => {
  expect(await titles(holder, plan)).toEqual([]);
});

it('a port of a container that nobody stops is one, and says what to do', async () => {
  expect(await titles(held('old'), planWith({ web: [], old: [{ id, action: 'keep' }] }))).toEqual([
    'PORT_TAKEN: Port 0.0.0.0:18411 is already in use by container demo-old-1 of this project',
  ]);
  const [title] = await titles(held('old'), planWith({ web: [] }, orphan(false)));
  expect(title).toContain('by container demo-old-1, which the files no longer have (`sutazai up --remove-orphans`');
});

test.each<[string, object, Plan | undefined, number]>([
  ['by the file', { ...web, scale: 3 }, undefined, 1],
  ['by deploy', { ...web, deploy: { replicas: 2 } }, undefined, 1],
  ['by --scale', web, planWith({ web: [{ action: 'keep' }, { action: 'create' }] }), 1],
  ['no more', web, planWith({ web: [{ action: 'keep' }, { action: 'remove' }] }), 0],
  ['but not now', { ...web, scale: 3 }, planWith({}), 0],
  ['with a range', { ...web, scale: 3, ports: [{ target: 80, published: '8080-8082' }] }, undefined, 0],
  ['without a host port', { ...web, scale: 3, ports: [{ target: 80 }] }, undefined, 0],
])('several containers, %s, cannot share a fixed port', (_, service, plan, found) => {
  const findings = checkReplicas(exampleInput({ services: { web: service }, ...(plan ? { plan } : {}) }));
  expect(findings.map((f) => f.diagnosis.code)).toEqual(Array.from({ length: found }, () => 'PORT_REPLICAS'));
  for (const f of findings) expect(f.diagnosis.nextSteps.join()).toMatch(/"18411-1841[23]:80".*--scale web=1/);
});
