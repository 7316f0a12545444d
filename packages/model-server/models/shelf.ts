import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type GgufFileInfo, readGgufFileInfo } from 'node-llama-cpp';
import { modelMissing } from '../failures.ts';

export interface ShelfModel {
  /** `tinyllama:latest` */
  name: string;
  path: string;
  bytes: number;
  modified: Date;
  digest: string;
  family: string;
  /** `1.1B`, of the file's own name of its size, or counted. */
  size: string;
  quantization: string;
  trained: number;
  dimension: number;
  template: string;
  /** It gives vectors and nothing else: its file says how they are put together. */
  embeds: boolean;
  info: Record<string, unknown>;
}

/** The models of one folder: each file is read once, and again when it has changed. */
export class Shelf {
  readonly #read = new Map<string, { stamp: string; model: Promise<ShelfModel> }>();

  constructor(readonly folder: string) {}

  async list(): Promise<ShelfModel[]> {
    const files = (await readdir(this.folder).catch(() => [])).filter((f) => f.endsWith('.gguf')).sort();
    const models = await Promise.all(files.map((f) => this.#model(f).catch(() => undefined)));
    return models.filter((m) => m !== undefined);
  }

  /** @throws ModelServerError 404 */
  async get(name: string): Promise<ShelfModel> {
    const full = fullName(name);
    if (!/^[\w.-]+:[\w.-]+$/.test(full)) throw modelMissing(name);
    const [model = '', tag] = full.split(':');
    const file = tag === 'latest' ? `${model}.gguf` : `${model}--${tag}.gguf`;
    try {
      return await this.#model(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw modelMissing(name);
      throw error;
    }
  }

  async #model(file: string): Promise<ShelfModel> {
    const path = join(this.folder, file);
    const { size, mtime } = await stat(path);
    const stamp = `${size} ${mtime.getTime()}`;
    const known = this.#read.get(file);
    if (known?.stamp === stamp) return known.model;
    const model = describe(file, path, size, mtime);
    this.#read.set(file, { stamp, model });
    model.catch(() => this.#read.delete(file));
    return model;
  }
}

export function fullName(name: string): string {
  return name.includes(':') ? name : `${name}:latest`;
}

async function describe(file: string, path: string, bytes: number, modified: Date): Promise<ShelfModel> {
  const [gguf, digest] = await Promise.all([
    readGgufFileInfo(path, { sourceType: 'filesystem', logWarnings: false }),
    digestOf(path),
  ]);
  const { general } = gguf.metadata;
  const family = general.architecture;
  const own = gguf.architectureMetadata;
  const parameters = Number(gguf.totalTensorCount) > 0 ? parametersOf(gguf) : 0;
  const [model, tag] = file.replace(/\.gguf$/, '').split('--');
  return {
    ...{ name: `${model}:${tag ?? 'latest'}`, path, bytes, modified, digest, family },
    size: general.size_label ?? inWords(parameters),
    quantization: quantizations[Number(general.file_type)] ?? 'unknown',
    trained: own.context_length ?? 2048,
    dimension: own.embedding_length ?? 0,
    template: gguf.metadata.tokenizer?.chat_template ?? '',
    embeds: 'pooling_type' in own,
    info: {
      'general.architecture': family,
      'general.parameter_count': parameters,
      ...Object.fromEntries(Object.entries(general).map(([k, v]) => [`general.${k}`, v])),
      ...flat(family, own),
    },
  };
}

function parametersOf(gguf: GgufFileInfo): number {
  return (gguf.fullTensorInfo ?? []).reduce(
    (sum, t) => sum + t.dimensions.reduce((size: number, d) => size * Number(d), 1),
    0,
  );
}

/** `{attention: {head_count: 6}}` → `llama.attention.head_count: 6` */
function flat(prefix: string, value: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([k, v]): [string, unknown][] =>
      v !== null && typeof v === 'object' && !Array.isArray(v)
        ? Object.entries(flat(`${prefix}.${k}`, v))
        : [[`${prefix}.${k}`, typeof v === 'bigint' ? Number(v) : v]],
    ),
  );
}

function inWords(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toFixed(1)}B`;
  return `${(count / 1e6).toFixed(1)}M`;
}

function digestOf(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha256');
    createReadStream(path)
      .on('data', (part) => hash.update(part))
      .on('error', reject)
      .on('end', () => resolve(hash.digest('hex')));
  });
}

/** llama.cpp's `llama_ftype`, as far as files in use carry it. */
const quantizations: Readonly<Record<number, string>> = {
  0: 'F32',
  1: 'F16',
  2: 'Q4_0',
  3: 'Q4_1',
  7: 'Q8_0',
  8: 'Q5_0',
  9: 'Q5_1',
  10: 'Q2_K',
  12: 'Q3_K_M',
  14: 'Q4_K_S',
  15: 'Q4_K_M',
  16: 'Q5_K_S',
  17: 'Q5_K_M',
  18: 'Q6_K',
  32: 'BF16',
};
