import type { AgentInfo, ModelCheck, ModelFinding, ModelInfo } from '../contract/index.ts';
import { diagnose } from '../diagnose/index.ts';

type Needs = Pick<AgentInfo, 'title' | 'needs' | 'minContext'>;

/**
 * What an agent needs beside what a model can, before anything is sent. Pure. `others` are the models of the server: a
 * finding names those of them that would do. A server that states no capabilities is given the benefit of the doubt.
 */
export function checkModel(agent: Needs, model: ModelInfo, others: readonly ModelInfo[] = []): ModelCheck {
  const findings: ModelFinding[] = [];
  const fits = (m: ModelInfo) => faultsOf(agent, m).length === 0;
  const better = others.filter((m) => m.name !== model.name && fits(m)).slice(0, 3);
  for (const fault of faultsOf(agent, model)) {
    const params = {
      model: shortName(model.name),
      agent: agent.title,
      needed: agent.minContext,
      window: windowOf(model) ?? '',
    };
    findings.push({
      diagnosis: diagnose(fault, params),
      remedies: [
        ...better.map((m) => ({ kind: 'use-model' as const, model: m.name })),
        ...(better.length === 0
          ? (suggestions[fault] ?? []).map((name) => ({ kind: 'pull-model' as const, model: name }))
          : []),
      ],
    });
  }
  return {
    ok: findings.every((f) => f.diagnosis.severity !== 'error'),
    findings,
    window: windowOf(model),
  };
}

/** Tokens: what it is served with if it is loaded, else null; the server's own default is known only then. */
export function windowOf(model: ModelInfo): number | null {
  return model.loaded?.context ?? null;
}

type Fault = 'MODEL_NO_TOOLS' | 'MODEL_NO_VISION' | 'MODEL_NOT_FOR_CHAT' | 'CONTEXT_TOO_SMALL';

/** Public models known to have what is missing (the library's own pages). */
const suggestions: Partial<Record<Fault, string[]>> = {
  MODEL_NO_TOOLS: ['qwen2.5:3b'],
  MODEL_NO_VISION: ['llama3.2-vision'],
  MODEL_NOT_FOR_CHAT: ['tinyllama'],
};

function faultsOf(agent: Needs, model: ModelInfo): Fault[] {
  const faults: Fault[] = [];
  const can = model.capabilities;
  if (can.length > 0) {
    if (!can.includes('completion')) return ['MODEL_NOT_FOR_CHAT'];
    if (agent.needs.includes('tools') && !can.includes('tools')) faults.push('MODEL_NO_TOOLS');
    if (agent.needs.includes('vision') && !can.includes('vision')) faults.push('MODEL_NO_VISION');
  }
  const window = windowOf(model) ?? model.trainedContext;
  if (window !== null && window < agent.minContext) faults.push('CONTEXT_TOO_SMALL');
  return faults;
}

/** As people write it: `tinyllama`, not `tinyllama:latest`. */
export function shortName(name: string): string {
  return name.replace(/:latest$/, '');
}
