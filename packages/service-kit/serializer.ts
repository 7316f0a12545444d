import fastJson from 'fast-json-stringify';
import type { FastifySerializerCompiler } from 'fastify/types/schema.js';
import { serializerCompiler as byZod } from 'fastify-type-provider-zod';
import { z } from 'zod';

/**
 * Writes answers. Where an answer's schema is made of plain objects, lists, texts and numbers alone, its writer is compiled once
 * and knows every key beforehand; that is several times quicker than to check and then write it. Everything else is written
 * through its schema, which may also turn values into others (dates, defaults).
 */
export const serializerCompiler: FastifySerializerCompiler<z.ZodType> = (route) => {
  const plain = plainSchema(route.schema);
  return plain ? fastJson(plain as Parameters<typeof fastJson>[0]) : byZod(route);
};

/** The JSON schema of what is written, if it is plain; undefined otherwise. */
export function plainSchema(schema: unknown): object | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  try {
    const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'output', target: 'draft-7' });
    return isPlain(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

function isPlain(schema: object): boolean {
  const { type, properties, items, additionalProperties = false, ...rest } = schema as Record<string, unknown>;
  if (type === 'object') {
    if (typeof properties !== 'object' || properties === null || additionalProperties !== false) return false;
    return Object.values(properties).every((p) => isPlain(p as object)) && onlyKnown(rest, ['required']);
  }
  if (type === 'array') return typeof items === 'object' && items !== null && isPlain(items) && onlyKnown(rest, []);
  const scalar = type === 'string' || type === 'number' || type === 'integer' || type === 'boolean';
  return scalar && onlyKnown(rest, ['enum']);
}

const onlyKnown = (rest: object, known: readonly string[]) =>
  Object.keys(rest).every((k) => known.includes(k) || k === 'description');
