import { type Host, openHost } from '@sutazai/core/host';
import type { TestStack } from '../product/test-stack.ts';

/** The product's host on its own stack, as somebody has it whose home is empty. */
export function hostOf(test: TestStack, version: string): Promise<Host> {
  return openHost({
    cwd: test.stateDir,
    files: test.files,
    projectName: test.name,
    environment: test.environment,
    stateDir: test.stateDir,
    home: test.stateDir,
    platform: process.platform,
    uid: 0,
    host: test.engine.dockerHost,
    version,
    mode: 'browser',
  });
}
