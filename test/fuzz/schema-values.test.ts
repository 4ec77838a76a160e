import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { valuesOf } from './schema-values.ts';

const schemas = {
  Call: {
    type: 'object',
    properties: {
      userId: { type: ['string', 'number'] },
      anonymousId: { type: 'string' },
      at: { type: 'string', format: 'date-time' },
    },
    required: ['at'],
    anyOf: [{ required: ['userId'] }, { required: ['anonymousId'] }],
  },
  AnyCall: {
    oneOf: ['track', 'page'].map(type => ({
      allOf: [
        { $ref: '#/components/schemas/Call' },
        { properties: { type: { const: type } }, required: ['type'] },
      ],
    })),
  },
} as const;

describe('values of a schema', () => {
  it('have what it requires, in all of its alternatives', () => {
    const values = fc.sample(valuesOf({ $ref: '#/components/schemas/AnyCall' }, schemas), {
      numRuns: 300,
      seed: 1,
    }) as readonly Record<string, unknown>[];
    for (const value of values) {
      expect(['track', 'page']).toContain(value['type']);
      expect(Number.isNaN(Date.parse(String(value['at'])))).toBe(false);
      expect('userId' in value || 'anonymousId' in value).toBe(true);
    }
    expect(new Set(values.map(({ type }) => type)).size).toBe(2);
    expect(values.some(value => !('userId' in value))).toBe(true);
    expect(values.some(value => !('anonymousId' in value))).toBe(true);
  });

  it('keep to bounds', () => {
    const schema = { type: 'array', minItems: 2, items: { type: 'string', minLength: 1, maxLength: 3 } };
    for (const value of fc.sample(valuesOf(schema, {}), { numRuns: 100, seed: 1 }) as readonly string[][]) {
      expect(value.length).toBeGreaterThanOrEqual(2);
      for (const text of value) expect(Array.from(text).length).toBeLessThanOrEqual(3);
    }
  });

  it('are none of a schema that the document lacks', () => {
    expect(() => valuesOf({ $ref: '#/components/schemas/None' }, schemas)).toThrow('no schema None');
  });
});
