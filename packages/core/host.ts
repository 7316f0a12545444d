import { gatewayOfStack } from './gateway-of-stack.ts';
import { scrapeTargetFiles } from './metrics/index.ts';
import { type OpenOptions, openStack, type Stack } from './stack/index.ts';

export { gatewayDriftOf } from './gateway-of-stack.ts';

/** The one place that puts the areas together: window, headless host and terminal all start here. */
export function openPlatform(options: OpenOptions): Promise<Stack> {
  return openStack({ ...options, extensions: [scrapeTargetFiles, gatewayOfStack, ...(options.extensions ?? [])] });
}
