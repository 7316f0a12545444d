import type { Operation, ServiceStatus } from '@sutazai/core/contract';
import { describe, expect, it } from 'vitest';
import { de } from '../../words/de.ts';
import { en } from '../../words/en.ts';
import { trayIcon } from './icon.ts';
import { type TrayActions, trayMenu } from './menu.ts';
import { type StackNow, trayView } from './view.ts';

const service = (name: string, state: ServiceStatus['state'], title?: string): ServiceStatus => ({
  service: name,
  state,
  containers: [],
  ports: [],
  ...(title === undefined ? {} : { title }),
});
const now = (services: ServiceStatus[], more: Partial<StackNow> & { reachable?: boolean } = {}): StackNow => ({
  status: { project: 'sutazai', engine: { reachable: more.reachable ?? true, url: 'unix:///x' }, services },
  operation: undefined,
  fraction: 0,
  since: new Map(),
  ...more,
});
const operation = (kind: Operation['kind'], more: Partial<Operation> = {}): Operation => ({
  id: '1',
  kind,
  begunAt: 0,
  ...more,
});
const clock = () => '14:07';
const healthy = [service('a', 'healthy'), service('b', 'running'), service('job', 'finished'), service('x', 'absent')];

describe('headline and shape', () => {
  it.each<[string, StackNow, string, string]>([
    ['before the first status', now([], { status: undefined }), 'busy', 'Reading the state of the stack'],
    ['all well; jobs and absent ones are not counted', now(healthy), 'ok', '2 of 2 healthy'],
    ['one unwell', now([...healthy, service('c', 'unhealthy')]), 'bad', '1 of 3 services unhealthy'],
    ['two unwell', now([service('a', 'failed'), service('c', 'unhealthy')]), 'bad', '2 of 2 services unhealthy'],
    ['some on their way', now([...healthy, service('c', 'starting')]), 'busy', '2 of 3 healthy, the rest is starting'],
    ['stopped', now([service('a', 'stopped'), service('b', 'absent')]), 'off', 'Stack is stopped'],
    ['engine away', now(healthy, { reachable: false }), 'warn', 'No answer from Docker'],
    ['starting', now([], { operation: operation('up'), fraction: 0.619 }), 'busy', 'Starting, 61 %'],
    ['stopping', now(healthy, { operation: operation('stop'), fraction: 0.2 }), 'busy', 'Stopping, 20 %'],
    ['over is over', now(healthy, { operation: operation('up', { outcome: 'done' }) }), 'ok', '2 of 2 healthy'],
  ])('%s', (_, state, shape, headline) => {
    const view = trayView(state, en, clock);
    expect([view.shape, view.headline]).toEqual([shape, headline]);
  });
  it('says who is unwell, and since when it was seen so', () => {
    const state = now([service('rabbitmq', 'unhealthy', 'RabbitMQ'), service('kong', 'failed')], {
      since: new Map([['rabbitmq', 1]]),
    });
    expect(trayView(state, en, clock).unwell).toEqual([
      { service: 'rabbitmq', text: 'RabbitMQ: unhealthy since 14:07' },
      { service: 'kong', text: 'kong: failed' },
    ]);
    expect(trayView(state, de, clock).headline).toBe('2 von 2 Diensten sind krank');
  });
});

describe('menu', () => {
  const calls: unknown[] = [];
  const note =
    (name: string) =>
    (...given: unknown[]) =>
      void calls.push([name, ...given]);
  const act: TrayActions = {
    show: note('show'),
    start: note('start'),
    stop: note('stop'),
    restart: note('restart'),
    cancel: note('cancel'),
    setOpenAtLogin: note('login'),
    quit: note('quit'),
  };
  const menu = (state: StackNow) =>
    trayMenu(trayView(state, en, clock), state, { openAtLogin: true, newChatKey: 'Control+Shift+Space' }, act, en);
  const labels = (state: StackNow) => menu(state).map((item) => item.label ?? '-');
  const press = (state: StackNow, label: string) => {
    calls.length = 0;
    const item = menu(state).find((i) => i.label === label);
    item?.click?.({ checked: false } as Electron.MenuItem, undefined, {} as Electron.KeyboardEvent);
    return calls;
  };

  it('running', () => {
    expect(labels(now(healthy))).toEqual([
      '2 of 2 healthy',
      '-',
      'Open SutazAI',
      'New chat',
      '-',
      'Stop stack',
      'Services',
      '-',
      'Start at login',
      'Settings',
      '-',
      'Quit (stack keeps running)',
    ]);
  });
  it('offers what can be done in each state', () => {
    expect(labels(now([service('a', 'stopped')]))).toContain('Start stack');
    expect(labels(now(healthy, { operation: operation('up') }))).toEqual(
      expect.arrayContaining(['Show progress', 'Cancel start']),
    );
    expect(labels(now(healthy, { operation: operation('restart') }))).toContain('Cancel restart');
    expect(labels(now(healthy, { reachable: false }))).toEqual(
      expect.arrayContaining(['watching for its return', 'Show what to do']),
    );
    expect(labels(now(healthy, { reachable: false }))).not.toContain('Stop stack');
  });
  it('lines do what they say', () => {
    const sick = now([service('rabbitmq', 'unhealthy', 'RabbitMQ'), ...healthy]);
    expect(press(sick, 'RabbitMQ: unhealthy')).toEqual([['show', '/stack/rabbitmq']]);
    expect(press(sick, 'Restart unhealthy services')).toEqual([['restart', ['rabbitmq']]]);
    expect(press(sick, 'Stop stack')).toEqual([['stop']]);
    expect(press(sick, 'New chat')).toEqual([['show', '/chat/new']]);
    expect(press(sick, 'Start at login')).toEqual([['login', false]]);
    expect(press(now(healthy, { operation: operation('up') }), 'Cancel start')).toEqual([['cancel', '1']]);
  });
  it('no more than three unwell services at the top; all are in the list', () => {
    const many = now(['a', 'b', 'c', 'd', 'e'].map((n) => service(n, 'failed')));
    expect(labels(many).filter((label) => label.endsWith(': failed'))).toHaveLength(3);
    const list = menu(many).find((item) => item.label === 'Services')?.submenu;
    expect(Array.isArray(list) ? list.length : 0).toBe(5);
  });
});

it('a picture for each state, panel and system is there', async () => {
  const { existsSync } = await import('node:fs');
  const { fileURLToPath } = await import('node:url');
  const folder = fileURLToPath(new URL('../../../../build/icons/tray', import.meta.url));
  for (const shape of ['ok', 'busy', 'bad', 'warn', 'off'] as const) {
    for (const [dark, platform] of [
      [true, 'linux'],
      [false, 'win32'],
      [true, 'darwin'],
    ] as const) {
      const file = trayIcon(folder, shape, dark, platform);
      expect(existsSync(file), file).toBe(true);
      expect(existsSync(file.replace('.png', '@2x.png')), file).toBe(true);
    }
  }
});
