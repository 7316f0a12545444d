import { gatewayOfStack } from './gateway-of-stack.ts';
import type { Host, HostOptions } from './hosting/index.ts';
import { scrapeTargetFiles } from './metrics/index.ts';
import { type OpenOptions, openStack, type Stack } from './stack/index.ts';

export { gatewayDriftOf } from './gateway-of-stack.ts';

/** The one place that puts the areas together: window, headless host and terminal all start here. */
export function openPlatform(options: OpenOptions): Promise<Stack> {
  return openStack({ ...options, extensions: [scrapeTargetFiles, gatewayOfStack, ...(options.extensions ?? [])] });
}

export type { Host, HostOptions };

/**
 * What stays open behind a window or a browser tab.
 * @throws SutazaiError STATE_* if there can be no state at all; everything else is told by the host itself.
 */
export async function openHost(options: HostOptions): Promise<Host> {
  // Loaded when it is needed: a command of the terminal needs none of it and is quicker without.
  const { Host } = await import('./hosting/index.ts');
  return Host.start(options, openPlatform);
}
