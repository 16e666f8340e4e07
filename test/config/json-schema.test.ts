import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publishedSchema } from '../../scripts/config-schema.ts';
import { withoutBlanks } from '../../src/config/blank.ts';
import { configSchema } from '../../src/config/config.ts';
import { described, spoilt } from './schema-values.ts';

const file = new URL('../../schemas/terrateam-config.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(file, 'utf8'));
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
const loads = (value: unknown) => configSchema.safeParse(withoutBlanks(value) ?? {}).success;
const values = described(publishedSchema());

/**
 * Any map of texts is an engine by its shape, so one with a mistake and a key without a value may be
 * one for the schema and none when it is loaded, or the other way round. It is refused in any case.
 */
function hasBlankInEngine(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, part]) =>
      (key === 'engine' && Object.values(part ?? {}).includes(null)) || hasBlankInEngine(part),
  );
}

describe('the published JSON Schema', () => {
  it('is what the sources make of it', () => {
    expect(schema).toEqual(publishedSchema());
  });

  it('accepts only what loads', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
        expect(loads(value)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('rejects what does not load, and nothing else', () => {
    let rejected = 0;
    fc.assert(
      fc.property(spoilt(values), (value) => {
        fc.pre(!hasBlankInEngine(value));
        const verdict = loads(value);
        expect(validate(value)).toBe(verdict);
        if (!verdict) rejected += 1;
      }),
      { numRuns: 1_500 },
    );
    expect(rejected).toBeGreaterThan(150);
  });
});
