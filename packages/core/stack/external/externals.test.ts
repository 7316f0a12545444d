import { createServer } from 'node:net';
import { describe, expect, it, test } from 'vitest';
import type { Project, Service } from '../../compose/index.ts';
import { checkExternals } from '../preflight/externals.ts';
import { exampleInput, exampleModel } from '../preflight/preflight-example.ts';
import { addressOf, applyExternals, externalVariables, reachable } from './index.ts';

describe('the address', () => {
  test.each([
    ['http://192.168.1.20:11434', '192.168.1.20', 11_434],
    ['http://ollama.lan', 'ollama.lan', 80],
    ['http://ollama.lan:80/', 'ollama.lan', 80],
    ['https://ollama.lan/v1', 'ollama.lan', 443],
    ['http://[fd00::2]:8080', 'fd00::2', 8080],
    ['postgres://app@db.lan/app', 'db.lan', 5432],
    ['postgresql://db.lan:5433/app', 'db.lan', 5433],
    ['redis://cache', 'cache', 6379],
    ['bolt://graph.lan', 'graph.lan', 7687],
  ])('%s', (url, host, port) => {
    expect(addressOf(url)).toEqual({ host, port });
  });

  test.each([
    '',
    'ollama',
    'localhost:11434',
    '192.168.1.20:11434',
    'http://',
    'http://h:70000',
    'http://h:0',
    'http://a b',
    'file:///etc/passwd',
    'ftp://h',
    'javascript:alert(1)',
  ])('"%s" is none', (url) => {
    expect(() => addressOf(url)).toThrow(expect.objectContaining({ code: 'EXTERNAL_ADDRESS', exitCode: 2 }));
  });

  it('is told without the login in it', () => {
    let told = '';
    try {
      addressOf('unknown://app:hidden-word@db.lan/app');
    } catch (error) {
      told = JSON.stringify((error as { diagnosis: unknown }).diagnosis) + String(error);
    }
    expect(told).toContain('db.lan');
    expect(told).not.toContain('hidden-word');
  });
});

const net = (...names: string[]) => ({ networks: Object.fromEntries(names.map((n) => [n, null])) });
const demo = () =>
  exampleModel({
    ollama: { image: 'ollama:1', ...net('back'), 'x-sutazai': { url_variable: 'OLLAMA_URL' } },
    api: {
      image: 'api:1',
      ...net('back', 'front'),
      depends_on: {
        ollama: { condition: 'service_healthy', required: true },
        db: { condition: 'service_started', required: true },
      },
      links: ['ollama:llm', 'db'],
      extra_hosts: ['zeta=10.0.0.1'],
    },
    web: { image: 'web:1', ...net('front') },
    db: { image: 'db:1', ...net('back') },
  } as Record<string, Partial<Service>>);

describe('a service that runs elsewhere', () => {
  it('is not run here, and nobody waits for it or is linked with it', () => {
    const before = demo();
    const copy = structuredClone(before);
    const after = applyExternals(before, { ollama: { url: 'http://192.168.1.20:11434' } });
    expect(Object.keys(after.project.services)).toEqual(['api', 'web', 'db']);
    expect(after.external).toEqual({ ollama: { url: 'http://192.168.1.20:11434' } });
    expect(Object.keys(after.project.services.api?.depends_on ?? {})).toEqual(['db']);
    expect(after.project.services.api?.links).toEqual(['db']);
    expect(before).toEqual(copy);
  });

  test.each<[string, string[] | undefined]>([
    ['http://192.168.1.20:11434', ['ollama=192.168.1.20', 'zeta=10.0.0.1']],
    ['http://localhost:11434', ['ollama=host-gateway', 'zeta=10.0.0.1']],
    ['http://127.0.1.1:11434', ['ollama=host-gateway', 'zeta=10.0.0.1']],
    ['http://0.0.0.0:11434', ['ollama=host-gateway', 'zeta=10.0.0.1']],
    ['http://[::1]:11434', ['ollama=host-gateway', 'zeta=10.0.0.1']],
    ['http://[fd00::2]:11434', ['ollama=fd00::2', 'zeta=10.0.0.1']],
    // A name is for the network to resolve, also one that begins like a number.
    ['http://ollama.lan:11434', ['zeta=10.0.0.1']],
    ['postgres://127.example.org:1', ['zeta=10.0.0.1']],
  ])('at %s keeps its name for those that shared a network with it', (url, hosts) => {
    const { services } = applyExternals(demo(), { ollama: { url } }).project;
    expect(services.api?.extra_hosts).toEqual(hosts);
    expect(services.web?.extra_hosts).toBeUndefined();
  });

  it('keeps its name also if its profile is off', () => {
    const before = demo();
    const { ollama, ...services } = before.project.services;
    const model = { ...before, project: { ...before.project, services }, disabled: { ollama: ollama as Service } };
    const after = applyExternals(model, { ollama: { url: 'http://192.168.1.20:1' } });
    expect(after.project.services.api?.extra_hosts).toEqual(['ollama=192.168.1.20', 'zeta=10.0.0.1']);
    expect(after.external).toHaveProperty('ollama');
  });

  it('that the files do not have is left out of account', () => {
    const before = demo();
    expect(applyExternals(before, { gone: { url: 'http://h:1' } })).toBe(before);
  });

  it('is told to others by the variable that it names', () => {
    const { project } = demo();
    const externals = { ollama: { url: 'http://h:1' }, db: { url: 'http://h:2' }, gone: { url: 'http://h:3' } };
    expect(externalVariables(project as Project, externals)).toEqual({ OLLAMA_URL: 'http://h:1' });
  });
});

describe('whether it answers', () => {
  it('is asked by a connection', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    expect(await reachable(`http://127.0.0.1:${port}`)).toBe(true);
    await new Promise((resolve) => server.close(resolve));
    expect(await reachable(`http://127.0.0.1:${port}`)).toBe(false);
    expect(await reachable('http://no-such-host.invalid:1')).toBe(false);
  });

  it('is a finding for each that does not, and for an address that is none', async () => {
    const input = exampleInput();
    input.model.external = {
      ollama: { url: 'http://127.0.0.1:1' },
      db: { url: 'postgres://app:hidden-word@127.0.0.1:1/app' },
      odd: { url: 'nonsense' },
    };
    const findings = await checkExternals(input);
    expect(findings.map((f) => `${f.level} ${f.diagnosis.code} ${f.diagnosis.service}`)).toEqual([
      'error EXTERNAL_UNREACHABLE ollama',
      'error EXTERNAL_UNREACHABLE db',
      'error EXTERNAL_ADDRESS odd',
    ]);
    expect(JSON.stringify(findings)).not.toContain('hidden-word');
  });
});
