import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBridge } from '../../packages/mcp-bridge/bridge.ts';
import { loadConfig } from '../../packages/mcp-bridge/config.ts';
import { startTestAgent, type TestAgent } from './test-agent.ts';

describe('the MCP bridge', () => {
  let agents: TestAgent[] = [];
  let url = '';
  let stop: () => Promise<void>;
  const start = async (env: Record<string, string> = {}) => {
    const urls = ['langchain', 'aider', 'letta'].map((id, i) => `${id}=${agents[i]?.url}`).join(',');
    const service = await createBridge(
      loadConfig({ BRIDGE_PORT: '0', LOG_LEVEL: 'silent', AGENT_URLS: `${urls},crewai=http://127.0.0.1:9`, ...env }),
    );
    await service.start();
    return service;
  };
  beforeAll(async () => {
    agents = await Promise.all(['langchain', 'aider', 'letta'].map((id) => startTestAgent(id)));
    const service = await start();
    url = service.url;
    stop = () => service.stop();
  });
  afterAll(async () => {
    await stop();
    await Promise.all(agents.map((a) => a.stop()));
  });
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const json = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...json,
    });
    const text = await response.text();
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
    return { status: response.status, text, body: (text.startsWith('{') ? JSON.parse(text) : undefined) as any };
  };
  const events = (text: string) =>
    text
      .split('\n\n')
      .filter(Boolean)
      .map((b) => JSON.parse(/^data: (.*)$/m.exec(b)?.[1] ?? 'null'));

  describe('as REST', () => {
    it('lists agents, tells one, and answers 404 with the list', async () => {
      expect((await call('GET', '/agents')).body.agents.map((a: { id: string }) => a.id)).toHaveLength(8);
      expect((await call('GET', '/agents/langchain')).body).toMatchObject({
        state: 'unknown',
        capabilities: { min_context: 2048 },
      });
      const unknown = await call('GET', '/agents/nobody');
      expect([unknown.status, unknown.body.error.code]).toEqual([404, 'AGENT_UNKNOWN']);
      expect(unknown.body.error.next_step).toContain('crewai');
    });

    it('runs an agent, whole or as a stream', async () => {
      const whole = await call('POST', '/agents/execute', { agent: 'langchain', prompt: 'hello' });
      expect(whole.body).toMatchObject({ status: 'success', agent: 'langchain', response: 'langchain heard: hello' });
      const { text } = await call('POST', '/agents/execute', { agent: 'langchain', prompt: 'hello', stream: true });
      const told = events(text);
      expect(told.map((e) => e.seq)).toEqual(told.map((_, i) => i));
      expect(told.at(-1)).toMatchObject({ type: 'end', response: 'langchain heard: hello' });
    });

    it('tells what does not fit, what is away, and what the agent could not do', async () => {
      const of = async (body: unknown) => {
        const { status, body: answer } = await call('POST', '/agents/execute', body);
        return [status, answer.error.code, answer.error.details?.[0]?.path];
      };
      expect(await of({ agent: 'langchain', prompt: ' ' })).toEqual([400, 'INVALID', 'body.prompt']);
      expect(await of('{')).toEqual([400, 'INVALID', 'body']);
      expect(await of({ agent: 'nobody', prompt: 'x' })).toEqual([404, 'AGENT_UNKNOWN', 'agent']);
      expect(await of({ agent: 'crewai', prompt: 'x' })).toEqual([503, 'AGENT_DOWN', undefined]);
      expect(await of({ agent: 'finrobot', prompt: 'x' })).toEqual([503, 'AGENT_DOWN', undefined]);
      expect(await of({ agent: 'langchain', prompt: '{fail}' })).toEqual([502, 'OOPS', undefined]);
      expect(await of({ agent: 'langchain', prompt: 'x'.repeat(10_000_000) })).toEqual([
        413,
        'BODY_TOO_LARGE',
        undefined,
      ]);
    });

    it('ends a run at the agent when its reader goes away', async () => {
      const leave = new AbortController();
      const body = JSON.stringify({ agent: 'langchain', prompt: `{tokens} ${'word '.repeat(100)}`, stream: true });
      const response = await fetch(`${url}/agents/execute`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
        signal: leave.signal,
      });
      await response.body?.getReader().read();
      const before = agents[0]?.closedEarly() ?? 0;
      leave.abort();
      await expect.poll(() => agents[0]?.closedEarly()).toBe(before + 1);
    });

    it('names the request to the agent, whichever way it came', async () => {
      const last = () => agents[1]?.requestIds.at(-1);
      const named = { 'x-request-id': 'trace-77' };
      await call('POST', '/agents/execute', { agent: 'aider', prompt: 'named' }, named);
      expect(last()).toBe('trace-77');
      await call(
        'POST',
        '/agents/execute',
        { agent: 'aider', prompt: 'named', stream: true },
        { 'x-trace-id': 'kong-78' },
      );
      expect(last()).toBe('kong-78');
      await call(
        'POST',
        '/chat',
        { participants: ['aider'], message: 'named', max_turns: 1 },
        { 'x-request-id': 'trace-79' },
      );
      expect(last()).toBe('trace-79');
      const tool = {
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'aider_edit', arguments: { prompt: 'x' } },
      };
      const accept = { accept: 'application/json, text/event-stream', 'x-request-id': 'trace-80' };
      expect((await call('POST', '/mcp', tool, accept)).status).toBe(200);
      expect(last()).toBe('trace-80');
    });

    it('carries 500 streams at a time', async () => {
      const one = () => call('POST', '/agents/execute', { agent: 'aider', prompt: 'a few words', stream: true });
      const answers = await Promise.all(Array.from({ length: 500 }, one));
      expect(answers.filter((a) => a.status !== 200 || events(a.text).at(-1)?.type !== 'end')).toEqual([]);
    });
  });

  describe('as a conversation', () => {
    const chat = (more: object) =>
      call('POST', '/chat', { participants: ['langchain', 'aider'], message: 'Hi', ...more });

    it('goes round, each hearing the others, up to the limit', async () => {
      const { body } = await chat({ max_turns: 3 });
      expect(body.turns.map((t: { speaker: string }) => t.speaker)).toEqual(['langchain', 'aider', 'langchain']);
      expect(body.turns[1].text).toContain('langchain: langchain heard:');
      expect(body.stopped_by).toBe('max_turns');
    });
    it('ends with the stop phrase', async () => {
      const { body } = await chat({ stop_phrase: 'heard', max_turns: 9 });
      expect([body.turns.length, body.stopped_by]).toEqual([1, 'stop_phrase']);
    });
    it('ends when nothing new is said', async () => {
      const { body } = await chat({ message: 'Hi {same}', max_turns: 20 });
      expect([body.turns.length, body.stopped_by]).toEqual([3, 'no_progress']);
    });
    it('ends at the agent that is speaking when its reader goes away', async () => {
      const leave = new AbortController();
      const body = JSON.stringify({ participants: ['langchain'], message: '{slow 3000}', stream: true });
      const before = agents[0]?.closedEarly() ?? 0;
      const heard = agents[0]?.calls.length ?? 0;
      const options = { method: 'POST', body, headers: { 'content-type': 'application/json' }, signal: leave.signal };
      const asking = fetch(`${url}/chat`, options).catch(() => undefined);
      await expect.poll(() => agents[0]?.calls.length).toBe(heard + 1);
      leave.abort();
      await asking;
      await expect.poll(() => agents[0]?.closedEarly()).toBe(before + 1);
    });
    it('follows a mention', async () => {
      const { body } = await chat({
        participants: ['langchain', 'aider', 'letta'],
        policy: 'by-mention',
        message: 'ask @letta',
        max_turns: 2,
      });
      expect(body.turns.map((t: { speaker: string }) => t.speaker)).toEqual(['langchain', 'letta']);
    });
    it('lets a moderator choose, and wants one for that', async () => {
      const speakers = async (next: string) => {
        const more = { policy: 'moderator', moderator: 'letta', max_turns: 3, message: `{next ${next}}` };
        return (await chat(more)).body.turns.map((t: { speaker: string }) => t.speaker);
      };
      expect(await speakers('langchain')).toEqual(['langchain', 'langchain', 'langchain']);
      expect(await speakers('aider')).toEqual(['langchain', 'aider', 'aider']);
      // One that names nobody who takes part leaves the turn to the next in the row.
      expect(await speakers('somebody')).toEqual(['langchain', 'aider', 'langchain']);
      expect((await chat({ policy: 'moderator' })).body.error.details[0].path).toBe('body.moderator');
    });
    it('goes on without an agent that fails, and ends when all do', async () => {
      const { body } = await chat({ participants: ['crewai', 'aider'], max_turns: 2 });
      expect(body.turns.map((t: { error?: { code: string } }) => t.error?.code)).toEqual(['AGENT_DOWN', undefined]);
      expect((await chat({ participants: ['crewai'], max_turns: 5 })).body).toMatchObject({
        stopped_by: 'all_failed',
        turns: [{ speaker: 'crewai' }],
      });
    });
    it('tells each turn as it is said', async () => {
      const { text } = await chat({ max_turns: 2, stream: true });
      expect(text.match(/^event: (.*)$/gm)).toEqual(['event: turn', 'event: turn', 'event: end']);
    });
  });

  describe.each(['legacy', 'auto'] as const)('as MCP, for a client that negotiates %s', (mode) => {
    let client: Client;
    beforeAll(async () => {
      client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
      await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)));
    });
    afterAll(() => client.close());

    it('shows every agent as a tool', async () => {
      const { tools } = await client.listTools();
      expect(tools.map((t) => t.name).sort()).toEqual(
        [
          'agents_list',
          'aider_edit',
          'conversation_run',
          'crewai_run',
          'documind_extract',
          'finrobot_report',
          'gptengineer_project',
          'langchain_ask',
          'letta_message',
          'shellgpt_command',
        ].sort(),
      );
      expect(tools.find((t) => t.name === 'langchain_ask')?.outputSchema).toMatchObject({ type: 'object' });
    });

    it('runs one, tells its progress, and keeps the run as a resource', async () => {
      const progress: string[] = [];
      const result = await client.callTool(
        { name: 'langchain_ask', arguments: { prompt: 'hello there' } },
        { onprogress: (p) => progress.push(p.message ?? '') },
      );
      expect(result.structuredContent).toMatchObject({ agent: 'langchain', response: 'langchain heard: hello there' });
      expect(progress.join('')).toBe('langchain heard: hello there');
      const { run } = result.structuredContent as { run: string };
      const { contents } = await client.readResource({ uri: `sutazai://runs/${run}` });
      expect(JSON.parse((contents[0] as { text: string }).text).events.at(-1).type).toBe('end');
      expect((await client.listResources()).resources.map((r) => r.uri)).toContain(`sutazai://runs/${run}`);
    });

    it('keeps what a run makes as resources, and links to them', async () => {
      const result = await client.callTool({ name: 'langchain_ask', arguments: { prompt: 'change it {diff}' } });
      const { run } = result.structuredContent as { run: string };
      const links = (result.content as { type: string; uri: string; name: string; mimeType: string }[]).slice(1);
      expect(links).toMatchObject([
        { type: 'resource_link', uri: `sutazai://runs/${run}`, mimeType: 'application/json' },
        { type: 'resource_link', name: 'a.txt (diff)', mimeType: 'text/x-diff' },
        { type: 'resource_link', name: 'report.pdf', mimeType: 'application/json' },
      ]);
      const read = async (uri = '') => ((await client.readResource({ uri })).contents[0] as { text: string }).text;
      expect(await read(links[1]?.uri)).toBe('-old\n+new\n');
      expect(JSON.parse(await read(links[2]?.uri))).toMatchObject({ mime: 'application/pdf', bytes: 9 });
      const listed = (await client.listResources()).resources.map((r) => r.uri);
      expect(listed).toEqual(expect.arrayContaining(links.map((l) => l.uri)));
      await expect(read(`sutazai://runs/${run}/artefacts/99`)).rejects.toThrow('There is no artefact');
    });

    it('tells a failure as one, with the next step', async () => {
      const result = await client.callTool({ name: 'crewai_run', arguments: { prompt: 'x' } });
      expect(result.isError).toBe(true);
      expect(JSON.stringify(result.content)).toContain('sutazai up crewai');
    });

    it('cancels at the agent', async () => {
      const before = agents[0]?.closedEarly() ?? 0;
      const stopIt = new AbortController();
      const calling = client.callTool(
        { name: 'langchain_ask', arguments: { prompt: `{tokens} ${'word '.repeat(100)}` } },
        { signal: stopIt.signal },
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      stopIt.abort();
      await expect(calling).rejects.toThrow();
      await expect.poll(() => agents[0]?.closedEarly(), { timeout: 3_000 }).toBe(before + 1);
    });
  });

  it('refuses pages of other sites, and asks for its token where it has one', async () => {
    expect((await call('GET', '/agents', undefined, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await call('POST', '/mcp', {}, { origin: 'null' })).status).toBe(403);
    expect((await call('GET', '/agents', undefined, { origin: 'http://localhost:11000' })).status).toBe(200);
    const token = 'a'.repeat(20);
    const closed = await start({ BRIDGE_TOKEN: token });
    const status = async (headers: Record<string, string>) => (await fetch(`${closed.url}/agents`, { headers })).status;
    expect([await status({}), await status({ authorization: `Bearer ${token}` })]).toEqual([401, 200]);
    expect((await fetch(`${closed.url}/health`)).status).toBe(200);
    await closed.stop();
  });
});
