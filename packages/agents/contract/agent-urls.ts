import { z } from 'zod';
import { parseAgentUrls } from './directory.ts';

/** A service's setting `AGENT_URLS`: where agents are that no registry tells, by name. What does not fit is a schema error. */
export const agentUrls = z.string().transform((text, context) => {
  try {
    return parseAgentUrls(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'does not fit' });
    return z.NEVER;
  }
});
