import type { AgentInfo, Citation, Conversation, DocumentInfo, ModelsNow } from '@sutazai/core/contract';
import { create } from 'zustand';
import { door } from '../../connection/index.ts';
import { i18n } from '../../i18n.ts';
import { diagnosisOf } from '../../state/diagnosis-of.ts';
import { follow } from '../../state/follow.ts';
import { go } from '../../state/route.ts';
import { announce, tellError } from '../../state/toasts.ts';
import { type ConversationView, emptyView, takeChatEvent } from './conversation-view.ts';
import { appendText, setText } from './text-store.ts';

interface ChatState {
  agents: AgentInfo[] | null;
  models: ModelsNow | null;
  conversations: Conversation[] | null;
  /** Id of the conversation that is open; null for a new one. */
  open: string | null;
  view: ConversationView;
  /** Choices for the next question. */
  agent: string | null;
  model: string | null;
  attached: DocumentInfo[];
  citation: Citation | null;
  /** The question whose text is being changed: its parent, so that the change becomes a version beside it. */
  editing: { parent: string | null } | null;
}

export const useChat = create<ChatState>(() => ({
  agents: null,
  models: null,
  conversations: null,
  open: null,
  view: emptyView,
  agent: null,
  model: null,
  attached: [],
  citation: null,
  editing: null,
}));

export function followChat(): () => void {
  const stops = [
    follow(
      (signal) => door.api.agents.watch(undefined, { signal }),
      (agents) => useChat.setState({ agents }),
    ),
    follow(
      (signal) => door.api.models.watch(undefined, { signal }),
      (models) => useChat.setState({ models }),
    ),
    follow(
      (signal) => door.api.chat.watchConversations(undefined, { signal }),
      (conversations) => useChat.setState({ conversations }),
    ),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Follows the open conversation; an answer goes on in the host whoever looks. */
export function followConversation(id: string): () => void {
  return follow(
    (signal) => door.api.chat.watch({ conversation: id }, { signal }),
    (event) => {
      if (useChat.getState().open !== id) return;
      if (event.type === 'text') return appendText(event.message, event.at, event.text);
      if (event.type === 'snapshot') {
        for (const m of event.messages) setText(m.id, m.text);
        // Who answered last is asked next, unless another one is chosen.
        const { agent, model } = event.conversation;
        useChat.setState((s) => ({ agent: agent ?? s.agent, model: model ?? s.model }));
      }
      if (event.type === 'message') setText(event.message.id, event.message.text);
      const before = useChat.getState().view;
      const view = takeChatEvent(before, event);
      useChat.setState({ view });
      if (
        event.type === 'message' &&
        before.messages.get(event.message.id)?.state === 'running' &&
        event.message.state !== 'running'
      ) {
        announce(i18n.t(`chat.ended.${event.message.state}`), event.message.state === 'failed');
      }
      if (event.type === 'gone') openConversation(null);
    },
    { whenHidden: true },
  );
}

/** The address says which conversation is open: links, the tray, the Back key and these presses all go the same way. */
export const openConversation = (id: string | null): void => go('chat', id ?? 'new');

/** Called by the page when its address has changed. */
export function showConversation(id: string | null): void {
  const before = useChat.getState();
  if (before.open === id) return;
  const known = before.conversations?.find((c) => c.id === id);
  useChat.setState({
    open: id,
    view: emptyView,
    agent: known?.agent ?? before.agent,
    model: known?.model ?? before.model,
    attached: [],
    citation: null,
    editing: null,
  });
}

/** Sends; makes the conversation first if there is none. True if it was taken. */
export async function send(text: string, agent: string, model: string | null): Promise<boolean> {
  const { open, attached, editing } = useChat.getState();
  const { api } = door;
  try {
    const conversation = open ?? (await api.chat.create({ agent, ...(model ? { model } : {}) })).id;
    await api.chat.send({
      conversation,
      ...(editing ? { parent: editing.parent } : {}),
      text,
      agent,
      ...(model ? { model } : {}),
      ...(attached.length ? { documents: attached.map((d) => d.id) } : {}),
    });
    useChat.setState({ attached: [], editing: null });
    openConversation(conversation);
    return true;
  } catch (error) {
    tellError(diagnosisOf(error));
    return false;
  }
}

/** A call whose result comes by the streams; a refusal is shown. */
export async function attempt(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    tellError(diagnosisOf(error));
  }
}
