import type { PortChoice, SettingsValues } from '@sutazai/core/contract';
import type { Api } from '../connection/api.ts';
import { agents, conversations, models, watch } from './demo-chat.ts';
import { engines, movePort, rabbit, report } from './demo-checks.ts';
import { logs } from './demo-logs.ts';
import { marksBetween, sampleAt, valueAt } from './demo-monitor.ts';
import { plan, startInItsMiddle } from './demo-operation.ts';
import { type Scene, statusOf } from './demo-status.ts';
import { overview, services } from './services.ts';
import { each, sleep } from './stream.ts';

/** Keeps a stream open that says one thing. */
async function* once<T>(value: T, signal: AbortSignal | undefined): AsyncGenerator<T, void> {
  yield value;
  await sleep(2 ** 31 - 1, signal);
}

/**
 * A double of the API in the browser, for working on pages and for pictures of them without a host: `?demo=SCENE`. It follows
 * the contract's types; what it says is made up. No test of behaviour leans on it, and the product's build does not contain it.
 */
export function demoApi(): Api {
  const query = new URLSearchParams(location.search);
  const scene = (query.get('demo') || 'running') as Scene;
  const rate = Number(query.get('rate') ?? 0.5);
  let values: SettingsValues = {
    locale: null,
    theme: 'system',
    profiles: null,
    engine: null,
    modelsFolder: null,
    singleKeys: true,
    notifications: { failures: true, alerts: true, operations: false },
    openAtLogin: false,
    closeToTray: true,
    checkForUpdates: true,
    firstRunDone: scene !== 'first',
  };
  let ports: PortChoice[] = services.flatMap((s) =>
    s.entry.ports.map((p) => ({
      service: s.entry.service,
      target: p.container,
      protocol: 'tcp',
      hostIp: '127.0.0.1',
      published: p.host === 10000 ? 10020 : p.host === 10300 ? 10304 : p.host,
      default: p.host,
      moved: p.host === 10000 || p.host === 10300,
    })),
  );
  const move = (service: string, target: number, published: number) => {
    ports = ports.map((p) =>
      p.service === service && p.target === target ? { ...p, published, moved: published !== p.default } : p,
    );
    return ports;
  };
  const demo = {
    host: {
      info: async () => ({
        version: '1.0.0',
        platform: 'linux',
        wsl: false,
        mode: 'browser' as const,
        stateDir: '/home/mara/.local/share/sutazai',
        project: 'sutazai',
        files: [],
        locale: 'en',
        startedAt: Date.now(),
      }),
      notices: async (_: unknown, o?: { signal?: AbortSignal }) => once([], o?.signal),
      dismiss: async () => undefined,
    },
    engine: { list: async () => engines, choose: async () => undefined },
    stack: {
      overview: async () => overview,
      watch: async (_: unknown, o?: { signal?: AbortSignal }) => each(15_000, () => statusOf(scene), o?.signal),
      preflight: async () => report(),
      plan: async () => plan,
      fixPort: async () => movePort(),
      begin: async () => ({ id: 'demo' }),
      operation: async (_: unknown, o?: { signal?: AbortSignal }) =>
        scene === 'starting'
          ? startInItsMiddle(o?.signal)
          : once({ operation: null, replay: true, events: [] }, o?.signal),
      cancel: async () => undefined,
      logs: async (input: { services?: string[] } | undefined, o?: { signal?: AbortSignal }) =>
        logs(input?.services, rate, o?.signal),
      diagnose: async ({ service }: { service: string }) => (service === 'rabbitmq' ? [rabbit] : []),
    },
    terminal: {
      open: async (_: unknown, o?: { signal?: AbortSignal }) =>
        (async function* () {
          yield { type: 'opened' as const, session: 's', container: 'c' };
          yield {
            type: 'output' as const,
            data: btoa('root@rabbitmq:/# rabbitmqctl list_queues\r\nagents.dead   41208\r\nroot@rabbitmq:/# '),
          };
          await sleep(2 ** 31 - 1, o?.signal);
        })(),
      input: async () => undefined,
      resize: async () => undefined,
    },
    monitor: {
      live: async (_: unknown, o?: { signal?: AbortSignal }) =>
        each(2000, (round) => sampleAt(Date.now(), round), o?.signal),
      history: async (i: { from: number; to: number; points: number; series: { of: string; metric: string }[] }) => ({
        series: i.series.map((s) => ({
          ...s,
          points: Array.from({ length: i.points }, (_, at) => {
            const time = i.from + ((at + 0.5) * (i.to - i.from)) / i.points;
            return [time, valueAt(s.of, s.metric, time)];
          }),
        })),
      }),
      events: async ({ from, to }: { from: number; to: number }) => marksBetween(from, to),
      prometheus: async () => ({ available: false, reason: 'Prometheus is off.' }),
    },
    alerts: {
      watch: async (_: unknown, o?: { signal?: AbortSignal }) =>
        once({ source: null, firing: [], changes: [] }, o?.signal),
    },
    settings: {
      get: async () => values,
      watch: async (_: unknown, o?: { signal?: AbortSignal }) => once(values, o?.signal),
      set: async (patch: Partial<SettingsValues>) => {
        values = { ...values, ...patch };
        return values;
      },
      ports: async () => ports,
      setPort: async (i: { service: string; target: number; published: number }) =>
        move(i.service, i.target, i.published),
      resetPort: async (i: { service: string; target: number }) =>
        move(i.service, i.target, ports.find((p) => p.service === i.service && p.target === i.target)?.default ?? 0),
      externals: async () => [],
      setExternal: async () => [],
      removeExternal: async () => [],
    },
    agents: {
      list: async () => agents,
      watch: async (_: unknown, o?: { signal?: AbortSignal }) => once(agents, o?.signal),
    },
    models: {
      list: async () => models,
      watch: async (_: unknown, o?: { signal?: AbortSignal }) => once(models, o?.signal),
      check: async () => ({ ok: true, findings: [], window: 8192 }),
      remove: async () => undefined,
      pull: async () =>
        once(
          {
            status: 'pulling',
            completedBytes: 3e8,
            totalBytes: 6e8,
            bytesPerSecond: 2e7,
            layers: { done: 1, known: 3 },
            resumedBytes: 0,
          },
          undefined,
        ),
    },
    chat: {
      watchConversations: async (_: unknown, o?: { signal?: AbortSignal }) => once(conversations, o?.signal),
      watch: async (_: unknown, o?: { signal?: AbortSignal }) =>
        watch(Number(query.get('length') ?? 580), Number(query.get('step') ?? 60), o?.signal),
      measure: async () => ({
        window: 8192,
        source: 'served',
        parts: [
          { part: 'system', tokens: 620 },
          { part: 'history', tokens: 2070 },
          { part: 'documents', tokens: 2310 },
          { part: 'prompt', tokens: 480 },
          { part: 'answer', tokens: 1000 },
        ],
        usedTokens: 6480,
        dropped: [
          { message: 'x', tokens: 3 },
          { message: 'y', tokens: 3 },
        ],
        tooLong: false,
      }),
      search: async () => [],
      send: async () => ({ question: 'q', answer: 'a', run: 'a' }),
      stop: async () => undefined,
    },
    documents: {
      passage: async () => ({
        document: 'd1',
        name: 'handbook.pdf',
        passage: 14,
        page: 7,
        text: 'Leave is asked for two weeks before it begins.',
        of: 61,
      }),
    },
    diagnostics: {
      preview: async () => ({
        files: [
          { name: 'versions.json', text: '{\n  "app": "1.0.0"\n}' },
          {
            name: 'engine.json',
            text: '{\n  "engine": "Docker 28.5.2",\n  "user": "***",\n  "host": "***",\n  "env": { "KONG_PG_PASSWORD_FILE": "***" }\n}',
          },
          { name: 'plan.json', text: JSON.stringify(plan, null, 2) },
        ],
      }),
      save: async () => ({ path: '/home/mara/.local/share/sutazai/diagnostics/2026-11-26.txt' }),
    },
  };
  return demo as unknown as Api;
}
