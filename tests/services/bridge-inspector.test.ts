import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBridge } from '../../packages/mcp-bridge/bridge.ts';
import { loadConfig } from '../../packages/mcp-bridge/config.ts';
import { type Inspected, inspector } from './inspector/inspector.ts';
import { startTestAgent, type TestAgent } from './test-agent.ts';

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('the MCP inspector’s command line', () => {
  const token = 'inspector-test-token';
  let agent: TestAgent;
  let bridge: Awaited<ReturnType<typeof createBridge>>;
  let inspect: (...args: string[]) => Promise<Inspected>;
  beforeAll(async () => {
    const run = inspector();
    agent = await startTestAgent('langchain');
    const env = { BRIDGE_PORT: '0', LOG_LEVEL: 'silent', BRIDGE_TOKEN: token };
    bridge = await createBridge(loadConfig({ ...env, AGENT_URLS: `langchain=${agent.url},crewai=http://127.0.0.1:9` }));
    await bridge.start();
    inspect = (...args) => run(`${bridge.url}/mcp`, '--header', `Authorization: Bearer ${token}`, ...args);
  });
  afterAll(async () => {
    await bridge?.stop();
    await agent?.stop();
  });
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await inspect(...args);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout);
  };

  it('lists the tools', async () => {
    const { tools } = await json('--method', 'tools/list');
    expect(tools).toHaveLength(10);
    expect(tools.find((t: { name: string }) => t.name === 'langchain_ask').inputSchema.required).toEqual(['prompt']);
  });

  it('calls one, and reads the run it made as a resource', async () => {
    const call = ['--method', 'tools/call', '--tool-name', 'langchain_ask', '--tool-arg', 'prompt=hello there'];
    const { structuredContent: answer } = await json(...call);
    expect(answer).toMatchObject({ agent: 'langchain', response: 'langchain heard: hello there' });
    const { contents } = await json('--method', 'resources/read', '--uri', `sutazai://runs/${answer.run}`);
    expect(JSON.parse(contents[0].text).events.at(-1)).toMatchObject({ type: 'end', response: answer.response });
  });

  it('is told what an agent that is away needs, and is refused without the token', async () => {
    const away = await inspect('--method', 'tools/call', '--tool-name', 'crewai_run', '--tool-arg', 'prompt=x');
    expect(away.stdout).toContain('sutazai up crewai');
    const closed = await inspector()(`${bridge.url}/mcp`, '--method', 'tools/list');
    expect(closed.code).not.toBe(0);
    expect(`${closed.stdout}${closed.stderr}`).toContain('auth_required');
  });
});
