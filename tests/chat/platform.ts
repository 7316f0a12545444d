import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentService } from '@sutazai/agent-contract/server';
import { Agents, modelServerPlace } from '@sutazai/core/agents';
import { Chat, Documents } from '@sutazai/core/chat';
import type { ChatEvent, Message } from '@sutazai/core/contract';
import { Models, OllamaServer } from '@sutazai/core/models';
import { loadModel, type StackModel } from '@sutazai/core/stack';
import { openStore, type Store } from '@sutazai/core/store';
import { createLangchain } from '../../packages/agents/langchain/agent.ts';
import { loadConfig } from '../../packages/agents/langchain/config.ts';
import { type FakeOllama, type FakeOllamaOptions, startFakeOllama } from '../fake-ollama/fake-ollama.ts';

/** A project whose agent and model server run elsewhere: on addresses that the tests choose. */
export const composeFile = `name: chat-test
services:
  ollama:
    image: ollama/ollama:0.32.15
    environment: { OLLAMA_CONTEXT_LENGTH: "4096" }
    x-sutazai: { url_variable: SUTAZAI_OLLAMA_URL }
  langchain: { image: "sutazai/langchain:0.1.0" }
  crewai: { image: "sutazai/crewai:0.1.0", profiles: [agents] }
`;

export const standardModels: FakeOllamaOptions['models'] = [
  'tinyllama',
  'all-minilm',
  { name: 'toolish', capabilities: ['completion', 'tools'], context: 8192 },
];

export interface Platform {
  dir: string;
  fake: FakeOllama;
  /** The real agent, in this process. */
  langchain: AgentService;
  store: Store;
  model: StackModel;
  models: Models;
  agents: Agents;
  documents: Documents;
  chat: Chat;
  /** A fresh chat over the same state: what the next start of the program finds. */
  reopen(): Chat;
  stop(): Promise<void>;
}

export async function startLangchain(ollama: string, more: Record<string, string> = {}): Promise<AgentService> {
  const ports = { LANGCHAIN_PORT: '0', LANGCHAIN_OPERATIONS_PORT: '0' };
  const agent = await createLangchain(loadConfig({ ...ports, OLLAMA_URL: ollama, LOG_LEVEL: 'silent', ...more }));
  await agent.start();
  return agent;
}

/** A state folder with the project, in which agent and model server are those at the given addresses. */
export async function projectAt(externals: Record<string, string>): Promise<{ dir: string; file: string }> {
  const dir = mkdtempSync(join(tmpdir(), 'sutazai-chat-'));
  const file = join(dir, 'compose.yaml');
  writeFileSync(file, composeFile);
  const store = openStore(join(dir, 'state'));
  for (const [service, url] of Object.entries(externals)) store.externals.set('chat-test', service, url);
  store.close();
  return { dir, file };
}

export async function startPlatform(options: FakeOllamaOptions = {}): Promise<Platform> {
  const fake = await startFakeOllama({ models: standardModels ?? [], ...options });
  const langchain = await startLangchain(fake.url);
  const { dir, file } = await projectAt({ ollama: fake.url, langchain: langchain.url });
  const stateDir = join(dir, 'state');
  const store = openStore(stateDir);
  const system = { home: homedir(), platform: process.platform, uid: process.getuid?.() ?? 0 };
  const model = await loadModel({ cwd: dir, files: [file], environment: {}, stateDir, ...system }, store);
  const models = new Models(() => new OllamaServer(modelServerPlace(model).url ?? ''));
  const agents = new Agents({ model: () => model, models });
  const documents = new Documents(store, agents, stateDir);
  const open = () => new Chat({ store, agents, models, documents });
  const chat = open();
  return {
    ...{ dir, fake, langchain, store, model, models, agents, documents, chat },
    reopen: open,
    async stop() {
      await chat.close();
      await langchain.stop();
      await fake.stop();
      store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The answer once it has ended, by what a watcher is told. */
export async function ended(chat: Chat, conversation: string, answer: string): Promise<Message> {
  const control = new AbortController();
  for await (const event of chat.watch(conversation, control.signal)) {
    const found = messagesIn(event).find((m) => m.id === answer && m.state !== 'running');
    if (found) return found;
  }
  throw new Error('the watching ended before the answer did');
}

function messagesIn(event: ChatEvent): Message[] {
  if (event.type === 'snapshot') return event.messages;
  return event.type === 'message' ? [event.message] : [];
}
