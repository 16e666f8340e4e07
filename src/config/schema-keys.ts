import { z } from 'zod';

type Schema = z.core.$ZodType;

/** The schemas that a value may be held against: those of a union each, without defaults around them. */
export type Schemas = readonly Schema[];

const found = new WeakMap<Schema, Schemas>();

/** The schemas behind defaults, unions and transforms. */
export function schemasIn(schema: Schema): Schemas {
  const known = found.get(schema);
  if (known !== undefined) return known;
  const schemas = inside(schema);
  found.set(schema, schemas);
  return schemas;
}

function inside(schema: Schema): Schemas {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(schemasIn);
  if (schema instanceof z.ZodPipe) return schemasIn(schema.in);
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return schemasIn(schema.def.innerType);
  }
  return [schema];
}

/** Of several kinds of map those that a map can be by what it says, keys without a value aside. */
export function fitting(schemas: Schemas, map: Readonly<Record<string, unknown>>): Schemas {
  if (schemas.length < 2) return schemas;
  const said = Object.keys(map).filter((key) => map[key] !== null);
  const fits = schemas.filter(
    (schema) =>
      schema instanceof z.ZodObject &&
      said.every((key) => Object.hasOwn(schema.shape, key)) &&
      Object.entries(schema.shape).every(([key, part]) => canBe(part, map[key])),
  );
  return fits.length === 0 ? schemas : fits;
}

function canBe(part: Schema, value: unknown): boolean {
  if (value === undefined || value === null) return part._zod.optin !== undefined;
  const [literal] = schemasIn(part);
  // Of these values any may be asked for.
  return !(literal instanceof z.ZodLiteral) || (literal.values as Set<unknown>).has(value);
}

/** The schemas of what a key or an index leads to; null where none of the schemas has such a key. */
export function schemasAt(schemas: Schemas, key: string | number): Schemas | null {
  const below = schemas.flatMap((schema): readonly Schemas[] => {
    const isIndex = typeof key === 'number';
    if (schema instanceof z.ZodArray) return isIndex ? [schemasIn(schema.element)] : [];
    if (schema instanceof z.ZodRecord) return isIndex ? [] : [schemasIn(schema.valueType)];
    if (schema instanceof z.ZodUnknown) return [[schema]];
    if (!(schema instanceof z.ZodObject) || !Object.hasOwn(schema.shape, key)) return [];
    return [schemasIn(schema.shape[key])];
  });
  return below.length === 0 ? null : below.flat();
}
