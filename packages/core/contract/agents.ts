import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base.ts';
import { diagnosis } from './diagnosis.ts';

export const agentInfo = z.object({
  /** `model` is the model server asked directly; the others are the platform's agents. */
  id: z.string(),
  title: z.string(),
  about: z.string(),
  /** Service of the project that runs it; absent where it is not part of it. */
  service: z.string().exactOptional(),
  /** `ready`: it answers now. `off`: not part of this installation, or its profile is off. */
  state: z.enum(['ready', 'starting', 'stopped', 'failed', 'off']),
  /** The user runs it elsewhere. */
  external: z.boolean(),
  /** Why it cannot be asked, and what to do; absent when it is ready. */
  problem: diagnosis.exactOptional(),
  /** What a model must be able to do to serve it. */
  needs: z.array(z.enum(['tools', 'vision', 'embedding'])),
  /** Tokens of context window that a run needs at the least. */
  minContext: z.number(),
  /** Whether words come one by one or only whole steps. */
  streams: z.enum(['token', 'step']),
  /** Answers from documents with citations. */
  documents: z.boolean(),
  version: z.string().exactOptional(),
});

export const agents = {
  list: base.output(z.array(agentInfo)),
  /** All agents now, and again whenever one of them changes. */
  watch: base.output(eventIterator(z.array(agentInfo))),
};

export type AgentInfo = z.infer<typeof agentInfo>;
