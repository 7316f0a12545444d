import { toNodeHandler, toWebRequest } from '@modelcontextprotocol/node';
import { createMcpHandler, isInitializeRequest, isLegacyRequest } from '@modelcontextprotocol/server';
import type { App } from '@sutazai/service-kit';
import type { AgentService } from './agent-service.ts';
import { mcpServer } from './mcp.ts';
import { McpSessions } from './mcp-sessions.ts';

/**
 * The Model Context Protocol over Streamable HTTP, both eras of it at one address. Of the newer, every request stands for
 * itself and is cancelled by hanging up: a fresh server answers each. The older begins with `initialize` and has sessions. A
 * single request without either (a script's `tools/list`) is answered as it is.
 */
export function mcpRoute(app: App, agents: AgentService, version: string): void {
  const server = () => mcpServer(agents, version);
  const handler = createMcpHandler(server);
  const single = toNodeHandler(handler);
  const sessions = new McpSessions(server);
  app.route({
    method: ['GET', 'POST', 'DELETE'],
    url: '/mcp',
    bodyLimit: 8 * 1024 * 1024,
    schema: { tags: ['mcp'], summary: 'The Model Context Protocol (Streamable HTTP)' },
    async handler(request, reply) {
      // Node's server always sets both; its types share one class with the answers that a client gets.
      const incoming = request.raw as typeof request.raw & { method: string; url: string };
      const id = request.headers['mcp-session-id'];
      const begins =
        isInitializeRequest(request.body) && (await isLegacyRequest(await toWebRequest(incoming, request.body)));
      if (typeof id === 'string') {
        reply.hijack();
        await sessions.continue(id, incoming, reply.raw, request.body);
      } else if (begins) {
        sessions.makeRoom();
        reply.hijack();
        await sessions.begin(incoming, reply.raw, request.body);
      } else {
        reply.hijack();
        await single(incoming, reply.raw, request.body);
      }
    },
  });
  app.addHook('preClose', async () => sessions.drain());
  app.addHook('onClose', async () => {
    await Promise.all([sessions.close(), handler.close()]);
  });
}
