import type { Citation } from '@sutazai/agent-contract';
import { tool } from 'langchain';
import { z } from 'zod';
import { calculate } from './calculate.ts';

export interface ToolsOf {
  /** Undefined where the run has no documents. */
  search: ((query: string) => Promise<Citation[]>) | undefined;
}

/** What a model that can call tools is given. None of them changes anything. */
export function toolsOf({ search }: ToolsOf) {
  return [
    tool(({ expression }) => refusedInWords(() => String(calculate(expression))), {
      name: 'calculate',
      description: 'The value of a sum, such as (3 + 4) * 2',
      schema: z.object({ expression: z.string() }),
    }),
    tool(() => new Date().toISOString(), {
      name: 'current_time',
      description: 'The date and time now, in UTC',
      schema: z.object({}),
    }),
    ...(search
      ? [
          tool(async ({ query }) => numbered(await search(query)), {
            name: 'search_documents',
            description: 'Passages of the documents of this conversation that are near to a query',
            schema: z.object({ query: z.string() }),
          }),
        ]
      : []),
  ];
}

function numbered(passages: readonly Citation[]): string {
  return passages.length > 0 ? passages.map((p) => `${p.name}: ${p.text}`).join('\n\n') : 'Nothing was found.';
}

/** A model can mend what it is told; an exception would end its run. */
function refusedInWords(work: () => string): string {
  try {
    return work();
  } catch (error) {
    return `This cannot be done: ${error instanceof Error ? error.message : 'it failed'}.`;
  }
}
