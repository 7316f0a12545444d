import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base.ts';
import { conversation, message, messageDetail } from './messages.ts';
import { modelName } from './models.ts';

const id = z.string().min(1).max(100);
const title = z.string().trim().min(1).max(200);
const agent = z.string().min(1).max(100);
/** A megabyte, and room to say in words that it is too much. */
const text = z.string().max(4_000_000);

/** A conversation as it happens. After the first `snapshot` everything is a change of it. */
export const chatEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), conversation, messages: z.array(message) }),
  z.object({ type: z.literal('conversation'), conversation }),
  /** New, or changed as a whole. */
  z.object({ type: z.literal('message'), message }),
  /** Goes to the end of the message's text, which has `at` characters (UTF-16) before it. */
  z.object({ type: z.literal('text'), message: z.string(), at: z.number(), text: z.string() }),
  z.object({ type: z.literal('detail'), message: z.string(), detail: messageDetail }),
  /** The conversation was removed; the stream ends. */
  z.object({ type: z.literal('gone') }),
]);

const part = z.object({
  part: z.enum(['system', 'history', 'documents', 'prompt', 'answer']),
  /** Estimated, except where a model has counted. `answer` is what is kept free for it. */
  tokens: z.number(),
});

/** How full the context window would be, before anything is sent. */
export const contextMeter = z.object({
  /** Tokens; null if nobody knows before the model is loaded. */
  window: z.number().nullable(),
  /** `served`: the model is loaded with it. `expected`: what the server gives by its settings, within what it was trained for. */
  source: z.enum(['served', 'expected', 'unknown']),
  parts: z.array(part),
  usedTokens: z.number(),
  /** Oldest messages of the branch that will not be sent, because they do not fit. */
  dropped: z.array(z.object({ message: z.string(), tokens: z.number() })),
  /** Even without history the prompt does not fit. */
  tooLong: z.boolean(),
});

export const searchHit = z.object({
  conversation: z.string(),
  title: z.string(),
  message: z.string(),
  role: z.enum(['user', 'assistant']),
  /** Words around the hit; matches are the odd parts: `[before, match, between, match, after]`. */
  excerpt: z.array(z.string()),
  createdAt: z.number(),
});

const question = {
  conversation: id,
  /** Absent: the branch that is shown. Null or an earlier message: a new version beside what follows there (an edit). */
  parent: id.nullable().optional(),
  text,
  agent,
  model: modelName.optional(),
  documents: z.array(id).max(20).optional(),
};

/** `answer` is the message that is being written; it is also the run, for `stop`. */
const begun = z.object({ question: z.string(), answer: z.string(), run: z.string() });

export const chat = {
  /** Newest first. With `search`: those whose title or messages have all of its words. */
  conversations: base
    .input(z.object({ search: z.string().max(500).optional(), limit: z.number().int().min(1).max(1000).optional() }))
    .output(z.array(conversation)),
  /** All conversations now, and again whenever one is made, renamed, removed, or begins or ends an answer. */
  watchConversations: base.output(eventIterator(z.array(conversation))),
  create: base
    .input(z.object({ title: title.optional(), agent: agent.optional(), model: modelName.optional() }))
    .output(conversation),
  open: base.input(z.object({ id })).output(z.object({ conversation, messages: z.array(message) })),
  rename: base.input(z.object({ id, title })).output(conversation),
  /** Its running answers are stopped first. */
  remove: base.input(z.object({ id })),
  /** Shows another branch: the one that ends in this message or goes through it. */
  choose: base.input(z.object({ id, message: id })).output(conversation),
  watch: base.input(z.object({ conversation: id })).output(eventIterator(chatEvent)),
  /** Checked, kept, and only then sent. The answer goes on whoever watches; `stop` ends it. */
  send: base.input(z.object(question)).output(begun),
  /** Another answer to the same question, beside the earlier ones. `message`: an answer or its question. */
  regenerate: base.input(z.object({ message: id, agent: agent.optional(), model: modelName.optional() })).output(begun),
  /** Ends a run; one that has ended already is no failure. What has come is kept. */
  stop: base.input(z.object({ run: id })),
  measure: base.input(z.object(question)).output(contextMeter),
  search: base
    .input(z.object({ text: z.string().max(500), limit: z.number().int().min(1).max(200).optional() }))
    .output(z.array(searchHit)),
};

export type ChatEvent = z.infer<typeof chatEvent>;
export type ContextMeter = z.infer<typeof contextMeter>;
export type SearchHit = z.infer<typeof searchHit>;
export type RunBegun = z.infer<typeof begun>;
