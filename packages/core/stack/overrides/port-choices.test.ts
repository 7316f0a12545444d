import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore, type Store } from '../../store/index.ts';
import { loadModel } from '../open.ts';
import type { OpenOptions } from '../stack.ts';
import { portChoices, resetPortChoice, setPortChoice } from './index.ts';

const files = `name: demo
services:
  web: {image: web:1, ports: ["8080:80", "8053:53/udp", "9000-9002:90"]}
  off: {image: off:1, ports: ["127.0.0.1:7000:70"], profiles: [extra]}
  on: {image: on:1, ports: ["7001:70"], profiles: [other], volumes: ["\${SUTAZAI_MODELS_FOLDER:-models}:/models"]}
volumes: {models: {}}
`;

let dir = '';
let store: Store;
let options: OpenOptions;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sutazai-choices-'));
  writeFileSync(join(dir, 'compose.yaml'), files);
  store = openStore(join(dir, 'state'));
  const { platform } = process;
  options = { cwd: dir, environment: {}, stateDir: join(dir, 'state'), home: dir, platform, uid: 0 };
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});
const model = (more: Partial<OpenOptions> = {}) => loadModel({ ...options, ...more }, store);
const shown = async () =>
  (await portChoices(options.stateDir, await model())).map(
    (p) => `${p.service}:${p.target}/${p.protocol} ${p.default}→${p.published}${p.moved ? ' moved' : ''}`,
  );

it('ports are listed, moved and put back, those of switched-off services too', async () => {
  expect(await shown()).toEqual([
    'off:70/tcp 7000→7000',
    'on:70/tcp 7001→7001',
    'web:53/udp 8053→8053',
    'web:80/tcp 8080→8080',
  ]);
  await setPortChoice(options.stateDir, await model(), {
    service: 'off',
    target: 70,
    protocol: 'tcp',
    published: 7100,
  });
  await setPortChoice(options.stateDir, await model(), {
    service: 'web',
    target: 80,
    protocol: 'tcp',
    published: 8081,
  });
  await setPortChoice(options.stateDir, await model(), {
    service: 'web',
    target: 80,
    protocol: 'tcp',
    published: 8082,
  });
  expect(await shown()).toEqual([
    'off:70/tcp 7000→7100 moved',
    'on:70/tcp 7001→7001',
    'web:53/udp 8053→8053',
    'web:80/tcp 8080→8082 moved',
  ]);
  await resetPortChoice(options.stateDir, await model(), { service: 'off', target: 70, protocol: 'tcp' });
  await setPortChoice(options.stateDir, await model(), {
    service: 'web',
    target: 80,
    protocol: 'tcp',
    published: 8080,
  });
  expect(await shown()).toContain('web:80/tcp 8080→8080');
  expect(await shown()).toContain('off:70/tcp 7000→7000');
});

it('a port that is not published is refused by name', async () => {
  const wanted = { service: 'web', target: 90, protocol: 'tcp', published: 1 };
  await expect(setPortChoice(options.stateDir, await model(), wanted)).rejects.toMatchObject({
    code: 'PORT_UNKNOWN',
    diagnosis: { title: expect.stringContaining('53/udp') },
  });
});

it('profiles that were switched on count, unless the command names others', async () => {
  expect((await model()).profiles).toEqual([]);
  store.choices.setProfiles('demo', ['extra', 'gone']);
  expect((await model()).profiles).toEqual(['extra']);
  expect((await model({ profiles: ['other'] })).profiles).toEqual(['other']);
  expect((await model({ environment: { COMPOSE_PROFILES: 'other' } })).profiles).toEqual(['other']);
  writeFileSync(join(dir, '.env'), 'COMPOSE_PROFILES=other\n');
  expect((await model()).profiles).toEqual(['extra']);
  store.choices.setProfiles('demo', []);
  expect((await model()).profiles).toEqual([]);
  store.choices.setProfiles('demo', undefined);
  expect((await model()).profiles).toEqual(['other']);
});

it('the models folder takes the place of the volume', async () => {
  const mount = async () => (await model({ profiles: ['other'] })).project.services.on?.volumes?.[0];
  expect(await mount()).toMatchObject({ type: 'volume', source: 'models' });
  store.choices.setModelsFolder('/srv/models');
  expect(await mount()).toMatchObject({ type: 'bind', source: '/srv/models/ollama' });
});
