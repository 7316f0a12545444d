import { describe, expect, it } from 'vitest';
import type { ModelInfo } from '../contract/index.ts';
import { checkModel } from './check.ts';

const model = (name: string, more: Partial<ModelInfo> = {}): ModelInfo => ({
  ...{ name, bytes: 1, modifiedAt: 0, family: 'llama', parameters: '', quantization: '' },
  ...{ capabilities: ['completion'], trainedContext: 2048, loaded: null },
  ...more,
});
const agent = (more: object = {}) => ({ title: 'CrewAI', needs: [] as 'tools'[], minContext: 0, ...more });
const served = (context: number) => ({ context, bytes: 1, vramBytes: 0, until: null });

describe('what an agent needs beside what a model can', () => {
  it('nothing missing: ok, with the window it is served with', () => {
    const loaded = model('tinyllama:latest', { loaded: served(1024) });
    expect(checkModel(agent(), loaded)).toEqual({ ok: true, findings: [], window: 1024 });
    expect(checkModel(agent(), model('x')).window).toBeNull();
  });

  it('no tools is an error, with the models that have them', () => {
    const capable = model('qwen2.5:3b', { capabilities: ['completion', 'tools'] });
    const check = checkModel(agent({ needs: ['tools'] }), model('tinyllama:latest'), [capable, model('other')]);
    expect(check.ok).toBe(false);
    expect(check.findings).toHaveLength(1);
    expect(check.findings[0]?.diagnosis).toMatchObject({ code: 'MODEL_NO_TOOLS', severity: 'error' });
    expect(check.findings[0]?.diagnosis.title).toBe('tinyllama cannot use tools, which CrewAI needs');
    expect(check.findings[0]?.remedies).toEqual([{ kind: 'use-model', model: 'qwen2.5:3b' }]);
  });

  it('where no model of the server would do, one that can be loaded', () => {
    const check = checkModel(agent({ needs: ['tools'] }), model('tinyllama:latest'), [model('other')]);
    expect(check.findings[0]?.remedies).toEqual([{ kind: 'pull-model', model: 'qwen2.5:3b' }]);
  });

  it('a window that is too small is a warning: by what it is served with, else by what it was trained for', () => {
    const needs = agent({ minContext: 4096 });
    const large = model('large', { trainedContext: 32_768 });
    expect(checkModel(needs, model('small'))).toMatchObject({
      ok: true,
      findings: [{ diagnosis: { code: 'CONTEXT_TOO_SMALL' } }],
    });
    expect(checkModel(needs, large).findings).toEqual([]);
    expect(checkModel(needs, { ...large, loaded: served(2048) }).findings[0]?.diagnosis.title).toBe(
      'large has a window of 2048 tokens; CrewAI needs 4096',
    );
  });

  it('an embedding model cannot chat; one without stated capabilities may', () => {
    expect(checkModel(agent(), model('all-minilm', { capabilities: ['embedding'] })).findings[0]?.diagnosis.code).toBe(
      'MODEL_NOT_FOR_CHAT',
    );
    expect(checkModel(agent({ needs: ['tools'] }), model('old', { capabilities: [] })).ok).toBe(true);
  });
});
