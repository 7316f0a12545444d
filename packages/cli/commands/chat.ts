import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Send, Talk } from '@sutazai/core/chat';
import { failure, fromDiagnosis } from '@sutazai/core/diagnose';
import type { Globals } from '../globals.ts';
import { type Output, reportFailure } from '../output.ts';
import { showAnswer } from '../view/answer.ts';
import { listConversations } from './conversations.ts';
import { withTalk } from './with-talk.ts';

interface ChatOptions {
  agent?: string;
  model?: string;
  conversation?: string;
  document?: string[];
}

/** Asks once and shows the answer as it comes. */
export async function chat(args: unknown[], options: Globals & Record<string, unknown>): Promise<number> {
  return withTalk(options, async ({ talk, out, signal }) => {
    const words = (args[0] ?? []) as string[];
    if (options.list) return listConversations(talk.chat.conversations(words.join(' ')), words.length > 0, out);
    const text = await promptOf(words);
    return ask(talk, text, options as ChatOptions, out, signal);
  });
}

async function ask(talk: Talk, text: string, options: ChatOptions, out: Output, signal: AbortSignal): Promise<number> {
  // Everything that could be refused is, before anything is kept.
  const known = options.conversation === undefined ? undefined : talk.chat.open(options.conversation).conversation;
  const agent = options.agent ?? known?.agent ?? (await firstReady(talk));
  const documents: string[] = [];
  for (const file of options.document ?? []) {
    const added = await talk.documents.add({ name: basename(file), bytes: await read(file) }, agent, signal);
    documents.push(added.id);
  }
  const conversation = known?.id ?? talk.chat.create().id;
  const model = options.model ?? (known?.agent === agent ? (known.model ?? undefined) : undefined);
  const send: Send = { conversation, text, agent, model, documents };
  const begun = await talk.chat.send(send, signal).catch((error: unknown) => {
    // A conversation that was made for this question alone would stay behind empty.
    if (!known) talk.chat.remove(conversation);
    throw error;
  });
  signal.addEventListener('abort', () => talk.chat.stop(begun.run), { once: true });
  if (signal.aborted) talk.chat.stop(begun.run);
  if (out.json) out.document({ type: 'begun', conversation, ...begun, agent });
  const answer = await showAnswer(talk.chat, conversation, begun.answer, out);
  if (answer.state === 'stopped') return 130;
  const { failure: why } = answer.detail;
  if (answer.state !== 'done' || why)
    return reportFailure(why ? fromDiagnosis(why) : failure('ANSWER_BROKEN_OFF'), out);
  out.note(out.colors.dim(`Go on with: sutazai chat --conversation ${conversation} "…"`));
  return 0;
}

/** The words of the command line, what is piped in, or both: an instruction and what it is about. */
async function promptOf(words: string[]): Promise<string> {
  const said = words.join(' ');
  if (process.stdin.isTTY || process.stdin.destroyed) return said;
  // Beside words, an input that is open but silent (a job runner's) must not be waited for.
  if (said !== '' && !(await hasInput())) return said;
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  const piped = Buffer.concat(parts).toString('utf8').trim();
  return said === '' ? piped : piped === '' ? said : `${said}\n\n${piped}`;
}

function hasInput(): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (answer: boolean) => {
      clearTimeout(timer);
      process.stdin.off('readable', readable);
      process.stdin.off('end', ended);
      resolve(answer);
    };
    const readable = () => done(process.stdin.readableLength > 0);
    const ended = () => done(false);
    const timer = setTimeout(() => {
      process.stdin.pause();
      process.stdin.unref?.();
      done(false);
    }, 200);
    process.stdin.on('readable', readable);
    process.stdin.on('end', ended);
  });
}

/** LangChain, else any agent that answers, else the model itself. */
async function firstReady(talk: Talk): Promise<string> {
  const all = await talk.agents.list();
  const ready = all.filter((a) => a.state === 'ready');
  return (ready.find((a) => a.id === 'langchain') ?? ready.find((a) => a.id !== 'model'))?.id ?? 'model';
}

async function read(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw failure(cause.code === 'ENOENT' ? 'FILE_MISSING' : 'FILE_DENIED', { path: file }, { cause });
  });
}
