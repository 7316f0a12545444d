import type { ChatEvent, Conversation, Message } from '@sutazai/core/contract';

/** One conversation as its stream has told it. Texts that grow live in text-store.ts; here they stand as of the last message event. */
export interface ConversationView {
  conversation: Conversation | null;
  messages: ReadonlyMap<string, Message>;
  gone: boolean;
}

export const emptyView: ConversationView = { conversation: null, messages: new Map(), gone: false };

export function takeChatEvent(view: ConversationView, event: ChatEvent): ConversationView {
  switch (event.type) {
    case 'snapshot':
      return { conversation: event.conversation, messages: new Map(event.messages.map((m) => [m.id, m])), gone: false };
    case 'conversation':
      return { ...view, conversation: event.conversation };
    case 'message':
      return { ...view, messages: new Map(view.messages).set(event.message.id, event.message) };
    case 'detail': {
      const message = view.messages.get(event.message);
      if (!message) return view;
      return { ...view, messages: new Map(view.messages).set(message.id, { ...message, detail: event.detail }) };
    }
    case 'gone':
      return { ...view, gone: true };
    default:
      return view;
  }
}

export interface Shown {
  message: Message;
  /** Versions beside it, itself included, oldest first. */
  siblings: string[];
}

/** The branch that ends in the leaf, from its first message on. */
export function branchOf(view: ConversationView): Shown[] {
  const shown: Shown[] = [];
  let id = view.conversation?.leaf ?? null;
  while (id !== null) {
    const message = view.messages.get(id);
    if (!message) break;
    shown.unshift({ message, siblings: siblingsOf(view, message) });
    id = message.parent;
  }
  return shown;
}

function siblingsOf(view: ConversationView, message: Message): string[] {
  return [...view.messages.values()]
    .filter((m) => m.parent === message.parent && m.role === message.role)
    .sort((a, b) => a.createdAt - b.createdAt)
    .map((m) => m.id);
}

/** The run that is going on in the shown branch. */
export const runningOf = (shown: readonly Shown[]): Message | undefined =>
  shown.map((s) => s.message).findLast((m) => m.state === 'running');
