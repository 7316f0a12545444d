import { createHash } from 'node:crypto';

/** A model that the server holds. */
export interface FakeModel {
  /** `tinyllama` means `tinyllama:latest`, as in Ollama. */
  name: string;
  /** completion, tools, insert, vision, embedding, thinking. By name if absent: `minilm` embeds, others complete. */
  capabilities?: string[];
  /** Trained window, in tokens. */
  context?: number;
  size?: number;
  family?: string;
}

export interface Held {
  name: string;
  capabilities: string[];
  context: number;
  size: number;
  family: string;
  digest: string;
}

interface Loaded {
  model: Held;
  context: number;
  until: number;
}

/** What Ollama answers to list, show and ps, from which models are there and which were asked (facts 3.1). */
export class Models {
  readonly #held = new Map<string, Held>();
  readonly #loaded = new Map<string, Loaded>();

  constructor(
    models: readonly (string | FakeModel)[],
    /** Window that the server gives where the request asks for none (OLLAMA_CONTEXT_LENGTH). */
    private readonly servedContext: number,
  ) {
    for (const model of models) this.add(model);
  }

  add(model: string | FakeModel): void {
    const given = typeof model === 'string' ? { name: model } : model;
    const name = fullName(given.name);
    this.#held.set(name, {
      name,
      capabilities: given.capabilities ?? (name.includes('minilm') ? ['embedding'] : ['completion']),
      context: given.context ?? 2048,
      size: given.size ?? 600_000_000,
      family: given.family ?? (name.includes('minilm') ? 'bert' : 'llama'),
      digest: createHash('sha256').update(name).digest('hex'),
    });
  }

  get(name: string): Held | undefined {
    return this.#held.get(fullName(name));
  }

  remove(name: string): boolean {
    this.#loaded.delete(fullName(name));
    return this.#held.delete(fullName(name));
  }

  copy(source: string, destination: string): boolean {
    const model = this.get(source);
    if (model) this.#held.set(fullName(destination), { ...model, name: fullName(destination) });
    return model !== undefined;
  }

  /** A request loads its model; what it asks for beyond the trained window is cut to it without a word. */
  load(model: Held, numCtx: unknown, keepAlive: unknown): Loaded {
    const context = Math.min(typeof numCtx === 'number' ? numCtx : this.servedContext, model.context);
    const loaded = { model, context, until: Date.now() + seconds(keepAlive) * 1000 };
    if (seconds(keepAlive) === 0) this.#loaded.delete(model.name);
    else this.#loaded.set(model.name, loaded);
    return loaded;
  }

  tags() {
    return { models: [...this.#held.values()].map(tag) };
  }

  ps() {
    return {
      models: [...this.#loaded.values()].map(({ model, context, until }) => ({
        ...{ name: model.name, model: model.name, size: model.size, digest: model.digest, details: details(model) },
        expires_at: new Date(until).toISOString(),
        size_vram: 0,
        context_length: context,
      })),
    };
  }

  show(model: Held) {
    return {
      license: 'a licence',
      modelfile: `FROM ${model.name}`,
      parameters: 'stop "</s>"',
      template: model.capabilities.includes('tools') ? '{{ .Tools }}{{ .Prompt }}' : '{{ .Prompt }}',
      details: details(model),
      model_info: {
        'general.architecture': model.family,
        [`${model.family}.context_length`]: model.context,
        [`${model.family}.embedding_length`]: 64,
      },
      capabilities: model.capabilities,
      modified_at: '2026-01-01T00:00:00Z',
    };
  }
}

export function fullName(name: string): string {
  return name.includes(':') ? name : `${name}:latest`;
}

function details(model: Held) {
  return {
    parent_model: '',
    format: 'gguf',
    family: model.family,
    families: [model.family],
    parameter_size: '1.1B',
    quantization_level: 'Q4_0',
  };
}

function tag(model: Held) {
  return {
    name: model.name,
    model: model.name,
    modified_at: '2026-01-01T00:00:00Z',
    size: model.size,
    digest: model.digest,
    details: details(model),
  };
}

/** Five minutes if nothing is said; negative is for ever. */
function seconds(keepAlive: unknown): number {
  if (typeof keepAlive === 'number') return keepAlive < 0 ? 1e7 : keepAlive;
  const found = typeof keepAlive === 'string' ? /^(-?\d+(?:\.\d+)?)([smh]?)$/.exec(keepAlive) : null;
  if (!found) return 300;
  const value = Number(found[1]) * ({ s: 1, m: 60, h: 3600 }[found[2] ?? ''] ?? 1);
  return value < 0 ? 1e7 : value;
}
