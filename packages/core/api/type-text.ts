import type { z } from 'zod';

type Schema = z.core.JSONSchema._JSONSchema;

/** A JSON schema as a person who writes TypeScript reads it. Only the words that the contract uses. */
export function typeText(schema: Schema, indent = ''): string {
  if (typeof schema === 'boolean') return schema ? 'unknown' : 'never';
  const name = schema.$ref?.split('/').at(-1) ?? schema.id;
  // What has a name is shown under it elsewhere.
  if (name !== undefined) return name;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((v) => JSON.stringify(v)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map((s) => typeText(s as Schema, indent)).join(' | ');
  if (Array.isArray(schema.type)) {
    return schema.type.map((type) => typeText({ ...schema, type } as Schema, indent)).join(' | ');
  }
  switch (schema.type) {
    case 'object':
      return objectText(schema, indent);
    case 'array':
      return arrayText(schema, indent);
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    default:
      return 'unknown';
  }
}

function objectText(schema: Exclude<Schema, boolean>, indent: string): string {
  const inner = `${indent}  `;
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, s]) => `${inner}${name}${required.has(name) ? '' : '?'}: ${typeText(s as Schema, inner)}`,
  );
  if (fields.length > 0) return `{\n${fields.join('\n')}\n${indent}}`;
  const others = schema.additionalProperties;
  return typeof others === 'object' ? `Record<string, ${typeText(others as Schema, indent)}>` : '{}';
}

function arrayText(schema: Exclude<Schema, boolean>, indent: string): string {
  if (schema.prefixItems) return `[${schema.prefixItems.map((s) => typeText(s as Schema, indent)).join(', ')}]`;
  const item = typeText((schema.items ?? true) as Schema, indent);
  return / \| /.test(item) && !item.startsWith('{') ? `(${item})[]` : `${item}[]`;
}
