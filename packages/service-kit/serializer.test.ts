import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { plainSchema, serializerCompiler } from './serializer.ts';

const writerOf = (schema: z.ZodType) =>
  serializerCompiler({ schema, method: 'GET', url: '/' }) as (value: unknown) => string;
const write = (schema: z.ZodType, value: unknown) => JSON.parse(writerOf(schema)(value));

describe('answers', () => {
  const plain = z.object({
    name: z.string(),
    state: z.enum(['up', 'down']),
    count: z.number(),
    ready: z.boolean().optional(),
    parts: z.array(z.object({ id: z.string() })),
  });

  it('of plain parts are written as their schema has them, whatever they hold', () => {
    expect(plainSchema(plain)).toBeDefined();
    const value = fc.record(
      {
        name: fc.string({ unit: 'binary' }),
        state: fc.constantFrom('up', 'down'),
        count: fc.double({ noNaN: true, noDefaultInfinity: true }),
        ready: fc.boolean(),
        parts: fc.array(fc.record({ id: fc.string() })),
      },
      { requiredKeys: ['name', 'state', 'count', 'parts'] },
    );
    const writer = writerOf(plain);
    fc.assert(
      fc.property(value, (v) => {
        expect(JSON.parse(writer(v))).toEqual(JSON.parse(JSON.stringify(v)));
      }),
    );
  });

  it('never carry what the schema does not name', () => {
    const value = { name: 'a', state: 'up', count: 1, secret: 'x', parts: [{ id: 'p', secret: 'y' }] };
    expect(JSON.stringify(write(plain, value))).not.toContain('secret');
  });

  it.each([
    ['dates', z.object({ at: z.date().or(z.iso.datetime()) }), { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
    ['choices', z.object({ a: z.string().nullable() }), { a: null }, { a: null }],
    ['open objects', z.record(z.string(), z.number()), { x: 1 }, { x: 1 }],
    ['anything', z.object({ a: z.unknown() }), { a: [1, 'b'] }, { a: [1, 'b'] }],
  ])('with %s go through their schema', (_what, schema, value, written) => {
    expect(plainSchema(schema)).toBeUndefined();
    expect(write(schema, value)).toEqual(written);
  });
});
