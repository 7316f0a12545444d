import type { AgentInfo, ChatEvent, Conversation, Message, MessageDetail, ModelsNow } from '@sutazai/core/contract';
import { sleep } from './stream.ts';

const agent = (id: string, title: string, about: string, state: AgentInfo['state'] = 'ready'): AgentInfo => ({
  id,
  title,
  about,
  service: id,
  state,
  external: false,
  needs: [],
  minContext: 2048,
  streams: 'token',
  documents: id === 'langchain' || id === 'documind',
});

export const agents: AgentInfo[] = [
  agent('model', 'Model', 'Asks the model directly.'),
  agent('crewai', 'CrewAI', 'A crew takes a task apart.'),
  agent('aider', 'Aider', 'Changes code in a repository.'),
  agent('langchain', 'LangChain', 'Answers from documents, with citations.'),
  agent('shellgpt', 'ShellGPT', 'Writes commands, runs none.'),
  agent('documind', 'Documind', 'Reads documents.'),
  agent('finrobot', 'FinRobot', 'Reports on figures.', 'off'),
  agent('letta', 'Letta', 'Remembers.'),
];

export const models: ModelsNow = {
  server: { url: 'http://127.0.0.1:11435', version: '0.32.15' },
  models: [
    {
      name: 'qwen3:8b',
      bytes: 5.2e9,
      modifiedAt: 0,
      family: 'qwen3',
      parameters: '8.2B',
      quantization: 'Q4_K_M',
      capabilities: ['completion', 'tools', 'thinking'],
      trainedContext: 40960,
      loaded: { context: 8192, bytes: 6e9, vramBytes: 3.7e9, until: null },
    },
    {
      name: 'tinyllama:latest',
      bytes: 6.4e8,
      modifiedAt: 0,
      family: 'llama',
      parameters: '1.1B',
      quantization: 'Q4_0',
      capabilities: ['completion'],
      trainedContext: 2048,
      loaded: null,
    },
  ],
};

const now = Date.now();
const conversation = (id: string, title: string, by: string, ago: number, running = false): Conversation => ({
  id,
  title,
  agent: by,
  model: 'qwen3:8b',
  leaf: `${id}-a`,
  createdAt: now - ago,
  updatedAt: now - ago,
  running,
});

export const conversations: Conversation[] = [
  conversation('c1', 'Handbook rules on leave', 'langchain', 60_000, true),
  conversation('c2', 'Find files over 1 GB, oldest first', 'shellgpt', 10_000_000),
  conversation('c3', 'Lease contract, key dates', 'documind', 200_000_000),
  conversation('c4', 'Why rabbit blocks publishers', 'langchain', 400_000_000),
];

const nothing: MessageDetail = {
  steps: [],
  tools: [],
  citations: [],
  warnings: [],
  products: [],
  usage: null,
  firstTokenMs: null,
  window: null,
  failure: null,
};

const detail: MessageDetail = {
  ...nothing,
  steps: [
    {
      id: '1',
      title: 'Checked the model',
      state: 'done',
      detail: 'qwen3:8b serves 8,192 tokens',
      begunAt: now - 9000,
      endedAt: now - 8900,
    },
    {
      id: '2',
      title: 'Searched the documents',
      state: 'done',
      detail: '2 documents, 6 passages',
      begunAt: now - 8900,
      endedAt: now - 8200,
    },
    { id: '3', title: 'Writing the answer', state: 'begun', begunAt: now - 8200 },
  ],
  citations: [
    {
      document: 'd1',
      name: 'handbook.pdf',
      passage: 14,
      page: 7,
      text: 'Leave is asked for two weeks before it begins.',
      score: 0.83,
    },
  ],
};

const base = { conversation: 'c1', agent: 'langchain', model: 'qwen3:8b', documents: [] };
const question: Message = {
  ...base,
  id: 'c1-q',
  parent: null,
  role: 'user',
  text: 'How long before a leave must it be asked for, and who says yes?',
  state: 'done',
  createdAt: now - 10_000,
  endedAt: now - 10_000,
  agent: null,
  model: null,
  documents: [{ id: 'd1', name: 'handbook.pdf' }],
  detail: nothing,
};
const answer: Message = {
  ...base,
  id: 'c1-a',
  parent: 'c1-q',
  role: 'assistant',
  text: '',
  state: 'running',
  createdAt: now - 9000,
  endedAt: null,
  detail,
};

const sample = `A leave is asked for **two weeks** before it begins. Who says yes depends on its length:

| Length | Who |
|---|---|
| up to 5 days | team lead |
| longer | head of department |

- Sick leave needs no asking, only a note on the first day.
- Unpaid leave is written down with \`hr-leave --unpaid\`:

\`\`\`python
def days(leave):
    # weekends do not count
    return sum(1 for d in leave if d.weekday() < 5)
\`\`\`

`;

/** An answer that grows by `step` characters every 16 ms, up to `length`. */
export async function* watch(
  length: number,
  step: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<ChatEvent, void> {
  const first = conversations[0];
  if (!first) return;
  yield { type: 'snapshot', conversation: first, messages: [question, answer] };
  const text = sample.repeat(Math.ceil(length / sample.length)).slice(0, length);
  for (let at = 0; at < text.length && !signal?.aborted; at += step) {
    await sleep(16, signal);
    yield { type: 'text', message: answer.id, at, text: text.slice(at, at + step) };
  }
  yield {
    type: 'message',
    message: {
      ...answer,
      text,
      state: 'done',
      endedAt: Date.now(),
      detail: { ...detail, usage: { promptTokens: 812, completionTokens: 240, ms: 9000 }, firstTokenMs: 1400 },
    },
  };
  await sleep(2 ** 31 - 1, signal);
}
