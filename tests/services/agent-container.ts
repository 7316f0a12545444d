// The test agent as a container in the stack's network: the services reach it as they reach any agent.
import { fileURLToPath } from 'node:url';
import { dockerCli } from '../lab/lab.ts';
import { imageMap } from '../product/images.ts';
import type { TestStack } from '../product/test-stack.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

export interface AgentContainer {
  /** Work that has begun there, as in TestAgent. */
  calls(): Promise<{ prompt: string; key?: string }[]>;
  /** The X-Request-Id of each, in the same order. */
  requestIds(): Promise<(string | null)[]>;
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** Under the name and port that the agent has in the product. The network is there once the stack is up. */
export async function startAgentContainer(test: TestStack, name: string, port: number): Promise<AgentContainer> {
  const container = `${test.name}-agent-${name}`;
  const docker = async (...args: string[]) => {
    const result = await dockerCli(test.engine, args);
    if (result.code !== 0) throw new Error(`docker ${args[0]}: ${result.stderr}`);
    return result.stdout.trim();
  };
  const program = `import('/services/test-agent.ts').then((m) => m.startTestAgent('${name}', ${port}, '0.0.0.0'))`;
  await docker(
    ...['run', '-d', '--name', container, '--network', `${test.name}_data`, '--network-alias', name],
    ...['-p', `127.0.0.1::${port}`, '-v', `${here}:/services:ro`, imageMap('fast').node ?? ''],
    ...['node', '-e', program],
  );
  // A container that was stopped and started gets another port.
  const ask = async (path: string) => {
    const address = (await docker('port', container, String(port))).split('\n')[0];
    return (await fetch(`http://${address}${path}`)).json() as never;
  };
  return {
    calls: () => ask('/calls'),
    requestIds: () => ask('/request-ids'),
    stop: async () => void (await docker('stop', '-t', '1', container)),
    start: async () => void (await docker('start', container)),
    remove: async () => void (await docker('rm', '-f', container)),
  };
}
