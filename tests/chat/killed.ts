// A program that is killed while it writes an answer: prints its conversation, then how many characters it has told.
import { join } from 'node:path';
import { Agents } from '@sutazai/core/agents';
import { Chat, Documents } from '@sutazai/core/chat';
import { Models, OllamaServer } from '@sutazai/core/models';
import type { StackModel } from '@sutazai/core/stack';
import { openStore } from '@sutazai/core/store';

const stateDir = join(process.env.CHAT_DIR ?? '', 'state');
const store = openStore(stateDir);
const models = new Models(() => new OllamaServer(process.env.OLLAMA ?? ''));
const nothing = { project: { name: 'killed', services: {} }, disabled: {}, external: {} };
const agents = new Agents({ model: () => nothing as unknown as StackModel, models });
const chat = new Chat({ store, agents, models, documents: new Documents(store, agents, stateDir) });
const { id } = chat.create();
console.log(id);
await chat.send({ conversation: id, text: '{rate:100} {tokens:5000}', agent: 'model', model: 'tinyllama' });
let length = 0;
for await (const event of chat.watch(id, new AbortController().signal)) {
  if (event.type !== 'text') continue;
  length += event.text.length;
  console.log(length);
}
