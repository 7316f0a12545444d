// The public routes, asked with what schemathesis makes of their OpenAPI documents: valid, nearly valid and odd.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agentIds } from '@sutazai/agent-contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBridge } from '../../packages/mcp-bridge/bridge.ts';
import { loadConfig } from '../../packages/mcp-bridge/config.ts';
import { type FakeOllama, startFakeOllama } from '../fake-ollama/fake-ollama.ts';
import { run } from '../lab/lab.ts';
import { TestBackend } from './backend-client.ts';
import { faissPython, startFaiss } from './faiss-process.ts';
import { startTestAgent, type TestAgent } from './test-agent.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const isError = (line: string) => line.includes('"level":"error"');

describe('no input breaks', () => {
  const dir = mkdtempSync(join(tmpdir(), 'fuzz-'));
  let python = '';
  let ollama: FakeOllama;
  let faiss: Awaited<ReturnType<typeof startFaiss>>;
  let agent: TestAgent;
  let AGENT_URLS = '';
  beforeAll(async () => {
    // schemathesis is in the environment of the FAISS service's own tests.
    python = faissPython();
    [ollama, faiss, agent] = await Promise.all([
      startFakeOllama(),
      startFaiss(join(dir, 'faiss')),
      startTestAgent('langchain'),
    ]);
    AGENT_URLS = agentIds.map((id) => `${id}=${agent.url}`).join(',');
  });
  afterAll(async () => {
    await Promise.all([ollama?.stop(), faiss?.stop(), agent?.stop()]);
    rmSync(dir, { recursive: true, force: true });
  });

  async function fuzz(url: string, token: string, examples: number, least: number, log: readonly string[]) {
    const env = {
      ...{ FUZZ_URL: url, FUZZ_TOKEN: token, FUZZ_EXAMPLES: String(examples), FUZZ_LEAST: String(least) },
      ...{ HYPOTHESIS_STORAGE_DIRECTORY: join(dir, 'hypothesis'), PYTHONDONTWRITEBYTECODE: '1' },
    };
    const args = [
      '-m',
      'pytest',
      '-q',
      '-x',
      '-rP',
      '--tb=short',
      '-p',
      'no:cacheprovider',
      path('./fuzz/test_fuzz.py'),
    ];
    const { code, stdout, stderr } = await run(python, args, { env, cwd: dir, timeout: 110_000 });
    if (process.env.FUZZ_SHOW) console.log(stdout);
    expect({ code, told: code === 0 ? '' : `${stdout}${stderr}`.slice(-4_000) + log.filter(isError).join('') }).toEqual(
      { code: 0, told: '' },
    );
  }

  it('the backend', async () => {
    const backend = new TestBackend();
    await backend.start({ PGLITE_DIR: join(dir, 'db'), OLLAMA_URL: ollama.url, FAISS_URL: faiss.url, AGENT_URLS });
    await backend.admin();
    // A key and not a log-in: one of the routes ends those.
    const { body } = await backend.call('POST', '/api/v1/auth/keys', { name: 'fuzz', scopes: await scopes(backend) });
    await fuzz(backend.url, body.key, 8, 300, backend.lines);
    expect(backend.lines.filter(isError)).toEqual([]);
    await backend.stop();
  });

  it('the MCP bridge', async () => {
    const token = 'fuzz-token-of-the-bridge';
    const lines: string[] = [];
    const config = loadConfig({ BRIDGE_PORT: '0', BRIDGE_TOKEN: token, AGENT_URLS });
    const bridge = await createBridge(config, { logStream: { write: (line) => lines.push(line) } });
    await bridge.start();
    await fuzz(bridge.url, token, 30, 150, lines);
    expect(lines.filter(isError)).toEqual([]);
    await bridge.stop();
  });

  async function scopes(backend: TestBackend): Promise<string[]> {
    const document = (await backend.call('GET', '/docs/json')).body;
    const schema = document.paths['/api/v1/auth/keys'].post.requestBody.content['application/json'].schema;
    return schema.properties.scopes.items.enum;
  }
});
