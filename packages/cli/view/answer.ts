import { once } from 'node:events';
import type { Chat } from '@sutazai/core/chat';
import type { Message } from '@sutazai/core/contract';
import type { Output } from '../output.ts';

/** Prints an answer while it is written; resolves to it once it has ended. With --json every change is one document. */
export async function showAnswer(chat: Chat, conversation: string, id: string, out: Output): Promise<Message> {
  const steps = new Map<string, string>();
  let shown = 0;
  const more = async (text: string) => {
    if (out.json) out.document({ type: 'text', text });
    // A slow reader is waited for; the answer is written on in the meantime.
    else if (!process.stdout.write(printable(text))) await once(process.stdout, 'drain');
    shown += text.length;
  };
  for await (const event of chat.watch(conversation, new AbortController().signal)) {
    if (event.type === 'text' && event.message === id) await more(event.text);
    if (event.type === 'detail' && event.message === id) {
      if (out.json) out.document({ type: 'detail', detail: event.detail });
      for (const step of event.detail.steps) {
        if (step.state !== 'planned' && steps.get(step.id) !== step.state && step.state === 'begun') {
          out.note(out.colors.dim(`· ${step.title}`));
        }
        steps.set(step.id, step.state);
      }
    }
    const message = messageIn(event, id);
    if (!message) continue;
    if (message.text.length > shown) await more(message.text.slice(shown));
    if (message.state === 'running') continue;
    end(message, shown, out);
    return message;
  }
  throw new Error('the conversation was removed while it was shown');
}

function messageIn(event: { type: string; message?: unknown; messages?: Message[] }, id: string): Message | undefined {
  if (event.type === 'snapshot') return event.messages?.find((m) => m.id === id);
  const message = event.type === 'message' ? (event.message as Message) : undefined;
  return message?.id === id ? message : undefined;
}

function end(message: Message, shown: number, out: Output): void {
  if (out.json) {
    out.document({ type: 'end', message });
    return;
  }
  if (shown > 0 && !message.text.endsWith('\n')) process.stdout.write('\n');
  const { citations, warnings, usage } = message.detail;
  const { dim, yellow } = out.colors;
  for (const [i, c] of citations.entries()) {
    out.note(dim(`[${i + 1}] ${c.name}${c.page === null ? '' : `, page ${c.page}`}, passage ${c.passage + 1}`));
  }
  for (const warning of warnings) out.note(`${yellow('!')} ${printable(warning.message)}`);
  if (message.state === 'stopped') out.note('Stopped; what had come is kept.');
  if (usage && message.endedAt !== null) {
    const seconds = (message.endedAt - message.createdAt) / 1000;
    out.note(dim(`${message.model ?? ''}, ${usage.completionTokens} tokens in ${seconds.toFixed(1)} s`));
  }
}

/** A model's words must not steer a terminal: control characters other than line breaks and tabs are shown as what they are. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '\ufffd');
}
