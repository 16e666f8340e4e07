import { z } from 'zod';
import { withoutBlanks } from '../src/config/blank.ts';
import { configSchema } from '../src/config/config.ts';

/** A JSON Schema (draft 7), as far as ours goes. */
export type JsonSchema = {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly default?: unknown;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  /** For the reference: what holds where the key is absent and `default` cannot say it. */
  readonly otherwise?: string;
  /** For the reference: YAML that shows it. */
  readonly example?: string;
  /** For the reference: what a key of the map stands for. */
  readonly entry?: string;
};

const ADDRESS =
  'https://raw.githubusercontent.com/terrane-dev/terrane/main/schemas/terrateam-config.schema.json';

/** The language with all that its schema is described with. */
export function describedSchema(): JsonSchema {
  // The generator's own type allows more than it makes of our schema.
  return z.toJSONSchema(configSchema, {
    io: 'input',
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      // Keys of a map are texts in any case, and a map that is filled with defaults shows them itself.
      delete jsonSchema.propertyNames;
      if (JSON.stringify(jsonSchema.default) === '{}') delete jsonSchema.default;
    },
  }) as JsonSchema;
}

/** The language for editors and validators: closed, described, and with keys without a value allowed. */
export function publishedSchema(): JsonSchema {
  const { definitions = {}, ...root } = describedSchema();
  return {
    ...published(root, []),
    // Of type object in any case, or nothing at all: an empty file.
    type: ['object', 'null'],
    ...{ $id: ADDRESS, title: 'Terrane configuration' },
    description: 'The configuration of a repository, `.terrateam/config.yml`.',
    definitions: Object.fromEntries(
      Object.entries(definitions).map(([name, schema]) => [name, published(schema, [`#${name}`])]),
    ),
  };
}

/** `path` leads to the schema's value, with any name for a name and 0 for an index. */
function published(schema: JsonSchema, path: readonly (string | number)[]): JsonSchema {
  const { otherwise: _, example: _example, entry: _entry, ...kept } = schema;
  const inner = (one: JsonSchema) => published(one, path);
  const below = (key: string | number, one: JsonSchema) => {
    const made = published(one, [...path, key]);
    return blankCounts([...path, key], one) ? orNull(made) : made;
  };
  const { description, properties, required = [], additionalProperties: rest, items } = kept;
  return {
    ...kept,
    ...(description && { description: withoutLinks(description) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, one]) => [
          key,
          required.includes(key) ? published(one, [...path, key]) : below(key, one),
        ]),
      ),
    }),
    ...(typeof rest === 'object' && { additionalProperties: below('*', rest) }),
    ...(items && { items: published(items, [...path, 0]) }),
    ...(kept.anyOf && { anyOf: kept.anyOf.map(inner) }),
    ...(kept.oneOf && { oneOf: kept.oneOf.map(inner) }),
  };
}

/** Whether a key without a value is left out there, or stands for one with every default. */
function blankCounts(path: readonly (string | number)[], schema: JsonSchema): boolean {
  const [first] = path;
  if (typeof first === 'string' && first.startsWith('#')) return true;
  const file = path.reduceRight<unknown>(
    (value, key) => (typeof key === 'number' ? [value] : { [key]: value }),
    null,
  );
  const read = path.reduce<unknown>(
    // A path of maps and lists leads through maps and lists.
    (value, key) => (value as Record<string | number, unknown> | undefined)?.[key],
    withoutBlanks(file),
  );
  if (read === undefined || read === null) return read === undefined;
  return (schema.anyOf ?? [schema]).some(({ required = [] }) => required.length === 0);
}

function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values, const: only, anyOf } = schema;
  if (anyOf) return { ...schema, anyOf: [...anyOf, { type: 'null' }] };
  if (only !== undefined) {
    const { const: _, ...rest } = schema;
    return { ...rest, type: [String(type), 'null'], enum: [only, null] };
  }
  if (values) return { ...schema, type: [String(type), 'null'], enum: [...values, null] };
  if (type !== undefined) return { ...schema, type: [String(type), 'null'] };
  const { oneOf, allOf, $ref, ...about } = schema;
  if (!oneOf && !allOf && !$ref) return schema;
  return {
    ...about,
    anyOf: [
      { ...(oneOf && { oneOf }), ...(allOf && { allOf }), ...($ref && { $ref }) },
      { type: 'null' },
    ],
  };
}

/** Links are for the reference's pages; elsewhere only their text. */
function withoutLinks(text: string): string {
  return text.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1');
}
