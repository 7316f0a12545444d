import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Stack, StackEvent } from '@sutazai/core/stack';
import { TestStack } from '../product/test-stack.ts';
import { collect } from '../stack/project.ts';
import { embeddingModel, miniModel } from './model-server-process.ts';

const build = fileURLToPath(new URL('../images/build.sh', import.meta.url));

/** What a first answer needs: a model, an agent, its documents, and how others find it. */
export const wordsServices = [
  ...['ollama', 'ollama-preload', 'qdrant', 'consul', 'consul-setup', 'langchain', 'mcp-bridge'],
] as const;

export interface WordsStack {
  test: TestStack;
  stack: Stack;
  /** What `up` told. */
  events: StackEvent[];
  /** `http://127.0.0.1:PORT` of a port of a service. */
  at(service: string, port: number): string;
  /** The contents of one of the stack's secrets. */
  secret(name: string): string;
}

/**
 * The part of the product's stack that answers, with the mini models on real Ollama, on ports of the system's choice. The images
 * that it needs are built if they are not there (Ollama's: about three minutes once). `test.remove()` ends it.
 */
export async function startWordsStack(name: string, services: readonly string[] = wordsServices): Promise<WordsStack> {
  execFileSync('bash', [build, 'node', 'ollama', 'qdrant', 'consul'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const test = await TestStack.make({
    ...{ which: 'all', name, freePorts: true, profiles: ['cpu'] },
    environment: wordsEnvironment,
  });
  const stack = await test.stack();
  const selection = { services: [...services] };
  const events = await collect(stack.up({ signal: new AbortController().signal, selection }));
  return {
    ...{ test, stack, events },
    at: (service, port) => `http://127.0.0.1:${test.port(stack, service, port)}`,
    secret: (file) => readFileSync(join(test.stateDir, 'secrets', file), 'utf8').trim(),
  };
}

/** Makes the stack use the models that its test image of Ollama has. */
export const wordsEnvironment = {
  SUTAZAI_CHAT_MODEL: miniModel,
  SUTAZAI_EMBEDDING_MODEL: embeddingModel,
  SUTAZAI_MODELS: `${miniModel} ${embeddingModel}`,
};
