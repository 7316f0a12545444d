import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StackModel } from '../../packages/core/stack/model.ts';
import { networkSpec, volumeSpec } from '../../packages/core/stack/payload/index.ts';
import { dockerCli, engine20, engine28, labAvailable } from '../lab/lab.ts';
import { type ComposeProject, compose, resolve, writeProject } from './compose-project.ts';
import { comparable } from './inspect-form.ts';
import { apiMinor, call } from './raw-engine.ts';

const service = {
  image: 'sutazai-lab/busybox:1',
  networks: ['front', 'back', 'default'],
  volumes: ['data:/a', 'data2:/b', 'data3:/c', 'named-elsewhere:/d'],
};

// Networks and volumes as compose makes them, and as we would.
describe.skipIf(!labAvailable().ok).each([engine28(), engine20()])('networks and volumes on engine $name', (on) => {
  const project = `sutazai-t-payload-infra-${on.name}`;
  let files: ComposeProject;
  let model: StackModel;
  let minor: number;
  const theirs = new Map<string, unknown>();
  const path = (kind: string, name: string) => `/v1.${minor}/${kind}/${name}`;
  /** The engine picks an address range where the file names none: another one each time. */
  const network = async (name: string) => {
    const raw = await call(on, 'GET', path('networks', name));
    return comparable(name.endsWith('_front') ? raw : { ...raw, IPAM: undefined });
  };

  beforeAll(async () => {
    minor = await apiMinor(on);
    files = await writeProject({ only: { service } });
    await compose(on, files, project, ['down', '-v', '-t', '0']);
    await compose(on, files, project, ['create']);
    model = await resolve(on, files, project);
    for (const n of Object.values(model.project.networks ?? {})) {
      theirs.set(n.name ?? '', await network(n.name ?? ''));
    }
    for (const v of Object.values(model.project.volumes ?? {})) {
      theirs.set(v.name ?? '', comparable(await call(on, 'GET', path('volumes', v.name ?? ''))));
    }
    await compose(on, files, project, ['down', '-v', '-t', '0']);
  });
  afterAll(async () => {
    const names = Object.values(model?.project.networks ?? {}).map((n) => n.name ?? '');
    await dockerCli(on, ['network', 'rm', ...names]);
    await dockerCli(on, [
      'volume',
      'rm',
      '-f',
      ...Object.values(model?.project.volumes ?? {}).map((v) => v.name ?? ''),
    ]);
    await files?.remove();
  });

  test.each(['front', 'back', 'default'])('network %s', async (key) => {
    const spec = networkSpec(model.project, key);
    await call(on, 'POST', path('networks', 'create'), spec);
    expect(await network(spec.Name)).toEqual(theirs.get(spec.Name));
  });

  test.each(['data', 'data2', 'data3', 'named-elsewhere'])('volume %s', async (key) => {
    const spec = volumeSpec(model.project, key);
    await call(on, 'POST', path('volumes', 'create'), spec);
    expect(comparable(await call(on, 'GET', path('volumes', spec.Name)))).toEqual(theirs.get(spec.Name));
  });
});
