import { describe, expect, it } from 'vitest';
import type { StackModel } from '../stack/index.ts';
import { agentPlace, modelServerPlace, servedContext } from './reach.ts';

type Services = StackModel['project']['services'];
const port = (target: number, published: string, host_ip = '127.0.0.1') => ({
  target,
  published,
  host_ip,
  protocol: 'tcp',
  mode: 'ingress',
});
const model = (services: object, more: Partial<StackModel> = {}): StackModel =>
  ({ project: { name: 'p', services: services as Services }, disabled: {}, external: {}, ...more }) as StackModel;

describe('where an agent is', () => {
  it('on the port that its API has on this machine, whatever was chosen for it', () => {
    const services = { langchain: { ports: [port(11406, '21406'), port(11405, '21405')] } };
    expect(agentPlace(model(services), 'langchain', 11405)).toEqual({
      service: 'langchain',
      url: 'http://127.0.0.1:21405',
      external: false,
      off: false,
    });
    expect(agentPlace(model({ 'agent-letta': { ports: [port(11413, '1', '0.0.0.0')] } }), 'letta', 11413).url).toBe(
      'http://127.0.0.1:1',
    );
    expect(
      agentPlace(model({ mine: { 'x-sutazai': { agent: 'letta' }, ports: [port(11413, '2', '::1')] } }), 'letta', 11413)
        .url,
    ).toBe('http://[::1]:2');
  });

  it('where the user runs it, before anything else', () => {
    const external = { langchain: { url: 'http://192.168.1.2:9/' } };
    expect(agentPlace(model({}, { external }), 'langchain', 11405)).toEqual({
      service: 'langchain',
      url: 'http://192.168.1.2:9',
      external: true,
      off: false,
    });
  });

  it('nowhere: off, not part of the project, no port, no project', () => {
    const off = model({}, { disabled: { crewai: {} } as Services });
    expect(agentPlace(off, 'crewai', 11401)).toEqual({ service: 'crewai', external: false, off: true });
    expect(agentPlace(model({}), 'crewai', 11401)).toEqual({ external: false, off: true });
    expect(agentPlace(model({ crewai: { ports: [port(11401, '0')] } }), 'crewai', 11401)).toEqual({
      service: 'crewai',
      external: false,
      off: false,
    });
    expect(agentPlace(undefined, 'crewai', 11401).off).toBe(true);
  });
});

describe('where the model server is', () => {
  const variant = (more: object = {}) => ({
    'x-sutazai': { url_variable: 'SUTAZAI_OLLAMA_URL' },
    ports: [port(11434, '11435')],
    ...more,
  });

  it('the variant that is on, and the window it gives', () => {
    const on = variant({ environment: { OLLAMA_CONTEXT_LENGTH: '8192' } });
    const both = model({ 'ollama-nvidia': on }, { disabled: { ollama: variant() } as unknown as Services });
    expect(modelServerPlace(both)).toMatchObject({ service: 'ollama-nvidia', url: 'http://127.0.0.1:11435' });
    expect(servedContext(both)).toBe(8192);
    expect(servedContext(model({ ollama: variant() }))).toBeUndefined();
    expect(servedContext(undefined)).toBeUndefined();
  });

  it('the user’s own', () => {
    expect(modelServerPlace(model({}, { external: { ollama: { url: 'http://10.0.0.1:11434' } } })).url).toBe(
      'http://10.0.0.1:11434',
    );
    const gpu = { 'ollama-nvidia': { url: 'http://10.0.0.2:11434' } };
    expect(modelServerPlace(model({ ollama: variant() }, { external: gpu })).url).toBe('http://10.0.0.2:11434');
  });
});
