import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base.ts';
import { diagnosis } from './diagnosis.ts';

export const modelName = z.string().trim().min(1).max(200);

export const modelInfo = z.object({
  name: z.string(),
  bytes: z.number(),
  /** Milliseconds since the epoch. */
  modifiedAt: z.number(),
  family: z.string(),
  /** As the server says it: `1.1B`, `Q4_0`; empty if it does not. */
  parameters: z.string(),
  quantization: z.string(),
  /** completion, tools, insert, vision, embedding, thinking, image, audio; empty if the server does not say. */
  capabilities: z.array(z.string()),
  /** Tokens it was trained for; null if the server does not say. */
  trainedContext: z.number().nullable(),
  /** In memory now: the window it is served with, its share of a graphics card, when it is let go (ms since the epoch). */
  loaded: z
    .object({
      context: z.number().nullable(),
      bytes: z.number(),
      vramBytes: z.number(),
      until: z.number().nullable(),
    })
    .nullable(),
});

export const modelsNow = z.object({
  server: z.object({
    url: z.string(),
    version: z.string().exactOptional(),
    /** Why it cannot be asked; absent when it answers. */
    problem: diagnosis.exactOptional(),
  }),
  models: z.array(modelInfo),
});

export const pullProgress = z.object({
  /** The server's own words, or `success` at the end. */
  status: z.string(),
  completedBytes: z.number(),
  /** Of the layers known so far; grows while they are told. */
  totalBytes: z.number(),
  /** Over the last seconds; 0 until it is known. */
  bytesPerSecond: z.number(),
  layers: z.object({ done: z.number(), known: z.number() }),
  /** Bytes that were here before: an earlier pull that was cancelled or cut. */
  resumedBytes: z.number(),
});

export const finding = z.object({
  /** Severity `error` is what would fail; a `warning` may. */
  diagnosis,
  /** What one press could do about it. */
  remedies: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('use-model'), model: z.string() }),
      z.object({ kind: z.literal('pull-model'), model: z.string() }),
      z.object({ kind: z.literal('use-agent'), agent: z.string() }),
    ]),
  ),
});

export const modelCheck = z.object({
  /** Nothing found that would make a run fail. */
  ok: z.boolean(),
  findings: z.array(finding),
  /** Tokens the model is, or would be, served with; null if nobody knows before it is loaded. */
  window: z.number().nullable(),
});

export const models = {
  list: base.output(modelsNow),
  /** The list now, and again after each pull, removal and run, and when the server comes or goes. */
  watch: base.output(eventIterator(modelsNow)),
  /** Ends after `success`. Closing the stream cancels; what was loaded is kept, and the next pull goes on there. */
  pull: base.input(z.object({ name: modelName })).output(eventIterator(pullProgress)),
  remove: base.input(z.object({ name: modelName })),
  /** What the agent needs beside what the model can: to be asked before sending. */
  check: base.input(z.object({ agent: z.string().max(100), model: modelName })).output(modelCheck),
};

export type ModelInfo = z.infer<typeof modelInfo>;
export type ModelsNow = z.infer<typeof modelsNow>;
export type PullProgress = z.infer<typeof pullProgress>;
export type ModelFinding = z.infer<typeof finding>;
export type ModelCheck = z.infer<typeof modelCheck>;
