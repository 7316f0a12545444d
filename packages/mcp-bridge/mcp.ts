import { McpServer, type ServerContext } from '@modelcontextprotocol/server';
import { type AgentCard, agentCards, type Citation, citation, processRequest } from '@sutazai/agent-contract';
import { Problem } from '@sutazai/service-kit';
import { z } from 'zod';
import type { AgentService } from './agent-service.ts';
import { converse, type Turn } from './conversation.ts';
import { linksOf, runResources } from './mcp-resources.ts';

const answerShape = {
  run: z.string(),
  agent: z.string(),
  model: z.string(),
  response: z.string(),
  /** Passages that the answer stands on, in the order of their numbers in it. */
  citations: z.array(citation),
};
const agentShape = { id: z.string(), title: z.string(), about: z.string(), state: z.string(), tool: z.string() };

/** What the Model Context Protocol shows of the platform: every agent is a tool, every run that is remembered a resource. */
export function mcpServer(agents: AgentService, version: string): McpServer {
  const server = new McpServer({ name: 'sutazai', title: 'SutazAI agents', version });
  for (const card of agentCards) agentTool(server, agents, card);
  listTool(server, agents);
  conversationTool(server, agents);
  runResources(server, agents);
  return server;
}

function agentTool(server: McpServer, agents: AgentService, card: AgentCard): void {
  server.registerTool(
    card.tool,
    {
      title: card.title,
      description: `${card.about}.`,
      inputSchema: z.object({
        prompt: processRequest.shape.prompt,
        model: processRequest.shape.model,
        collections: processRequest.shape.collections,
      }),
      outputSchema: z.object(answerShape),
      // Agents work on copies and write nothing of the caller's; the same question may get another answer.
      annotations: { readOnlyHint: true, idempotentHint: false, openWorldHint: false },
    },
    async (input, context) => {
      try {
        const tell = progressOf(context);
        const result = { run: '', agent: card.id, model: '', response: '', citations: [] as Citation[] };
        for await (const event of agents.stream(card.id, input, context.mcpReq.signal)) {
          if (event.type === 'start') Object.assign(result, { run: event.run, model: event.model });
          else if (event.type === 'token') await tell(event.text);
          else if (event.type === 'step') await tell(`${event.title}: ${event.state}`);
          else if (event.type === 'citations') result.citations.push(...event.citations);
          else if (event.type === 'end') result.response = event.response;
          else if (event.type === 'error') return refusal(event);
        }
        const answer = { type: 'text' as const, text: result.response };
        return { content: [answer, ...linksOf(agents, result.run)], structuredContent: result };
      } catch (error) {
        return refusal(error);
      }
    },
  );
}

function listTool(server: McpServer, agents: AgentService): void {
  server.registerTool(
    'agents_list',
    {
      title: 'Agents',
      description: 'All agents of the platform and whether they are up.',
      inputSchema: z.object({}),
      outputSchema: z.object({ agents: z.array(z.object(agentShape)) }),
      annotations: { readOnlyHint: true, idempotentHint: true },
    },
    async () => {
      const listed = agents.list().map(({ id, title, about, state, tool }) => ({ id, title, about, state, tool }));
      return {
        content: [{ type: 'text' as const, text: listed.map((a) => `${a.id}: ${a.state}`).join('\n') }],
        structuredContent: { agents: listed },
      };
    },
  );
}

function conversationTool(server: McpServer, agents: AgentService): void {
  server.registerTool(
    'conversation_run',
    {
      title: 'Conversation',
      description: 'Lets several agents talk about one message.',
      inputSchema: conversationShape,
      outputSchema: z.object({
        stopped_by: z.string(),
        turns: z.array(z.object({ speaker: z.string(), text: z.string() })),
      }),
      annotations: { readOnlyHint: true, idempotentHint: false },
    },
    async (input, context) => {
      try {
        const tell = progressOf(context);
        const turns: Turn[] = [];
        let stopped_by = '';
        for await (const event of converse(agents, input, context.mcpReq.signal)) {
          if (event.event === 'end') stopped_by = event.data.stopped_by;
          else {
            turns.push(event.data);
            await tell(`${event.data.speaker}: ${event.data.text}`);
          }
        }
        const said = turns.map((t) => ({ speaker: t.speaker, text: t.error ? `(${t.error.message})` : t.text }));
        return {
          content: [{ type: 'text' as const, text: said.map((t) => `${t.speaker}: ${t.text}`).join('\n\n') }],
          structuredContent: { stopped_by, turns: said },
        };
      } catch (error) {
        return refusal(error);
      }
    },
  );
}

const agentId = z.enum(agentCards.map((c) => c.id) as [string, ...string[]]);
export const conversationShape = z.object({
  participants: z.array(agentId).min(1).max(8),
  message: processRequest.shape.prompt,
  policy: z.enum(['round-robin', 'moderator', 'by-mention']).default('round-robin'),
  moderator: agentId.optional(),
  max_turns: z.number().int().min(1).max(50).default(6),
  stop_phrase: z.string().min(1).max(200).optional(),
  model: z.string().min(1).max(200).optional(),
});

/** Progress for those who asked for it by a token; a count without an end, as nobody knows how much a model will say. */
function progressOf(context: ServerContext): (message: string) => Promise<void> {
  const progressToken = context.mcpReq._meta?.progressToken;
  let progress = 0;
  return async (message) => {
    if (progressToken === undefined) return;
    progress += 1;
    await context.mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, message } });
  };
}

function refusal(error: unknown) {
  const known = error as { message?: unknown; next_step?: unknown; nextStep?: unknown };
  const plain = error instanceof Problem || typeof known.next_step === 'string';
  const text = plain
    ? `${String(known.message)} ${String(known.nextStep ?? known.next_step)}`
    : 'The agent failed. Look into its log.';
  return { isError: true as const, content: [{ type: 'text' as const, text }] };
}
