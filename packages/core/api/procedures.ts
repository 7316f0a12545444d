import { getEventIteratorSchemaDetails, isContractProcedure } from '@orpc/contract';
import type { z } from 'zod';
import { contract } from '../contract/index.ts';

export interface ContractProcedureEntry {
  /** e.g. `stack.begin`. */
  name: string;
  input?: z.ZodType;
  output?: z.ZodType;
  /** Of a stream: one of its values; `output` is absent then. */
  stream?: z.ZodType;
}

/** Every procedure of the contract, in its order: what docs/api.md and the tests of bad payloads go through. */
export function procedures(): ContractProcedureEntry[] {
  return walk(contract, []);
}

function walk(node: unknown, path: string[]): ContractProcedureEntry[] {
  if (isContractProcedure(node)) {
    const { inputSchema, outputSchema } = node['~orpc'] as { inputSchema?: z.ZodType; outputSchema?: z.ZodType };
    return [
      {
        name: path.join('.'),
        ...(inputSchema ? { input: inputSchema } : {}),
        ...outputOf(outputSchema),
      },
    ];
  }
  return Object.entries(node as object).flatMap(([key, value]) => walk(value, [...path, key]));
}

function outputOf(schema: z.ZodType | undefined): Pick<ContractProcedureEntry, 'output' | 'stream'> {
  const stream = schema && getEventIteratorSchemaDetails(schema)?.yields;
  if (stream) return { stream: stream as z.ZodType };
  return schema ? { output: schema } : {};
}
