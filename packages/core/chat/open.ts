import { Agents, modelServerPlace, servedContext } from '../agents/index.ts';
import { Models, OllamaServer } from '../models/index.ts';
import type { StackModel, StackStatus } from '../stack/index.ts';
import type { Store } from '../store/index.ts';
import { Chat } from './chat.ts';
import { Documents } from './documents.ts';

export interface TalkOptions {
  /** The project as it is now, undefined while it cannot be read; asked each time, as profiles and externals change. */
  model: () => StackModel | undefined;
  store: Store;
  stateDir: string;
  /** The stack's state, where there is an engine. */
  status?: () => StackStatus | undefined;
}

/** Everything that a conversation takes, over one project. */
export interface Talk {
  models: Models;
  agents: Agents;
  documents: Documents;
  chat: Chat;
  /** The stack's state or the project changed: whoever watches agents or models is told what is now. */
  changed(): void;
  /** Stops all answers and waits until they are kept; the store stays open. */
  close(): Promise<void>;
}

/** Where Ollama listens by itself, for a project that has no model server. */
const usualAddress = 'http://127.0.0.1:11434';

export function openTalk({ model, store, stateDir, status }: TalkOptions): Talk {
  const models = new Models(() => new OllamaServer(modelServerPlace(model()).url ?? usualAddress));
  const agents = new Agents({ model, models, ...(status ? { status } : {}) });
  const documents = new Documents(store, agents, stateDir);
  const chat = new Chat({ store, agents, models, documents, servedContext: () => servedContext(model()) });
  return {
    ...{ models, agents, documents, chat },
    changed() {
      chat.changed();
      agents.changed();
      models.changed();
    },
    close: () => chat.close(),
  };
}
