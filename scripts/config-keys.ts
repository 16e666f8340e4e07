import type { JsonSchema } from './config-schema.ts';
import { anchor, either, paragraphs, wrap } from './markdown.ts';

/** Parts of the language with a page, or a place, of their own. */
const PLACES: Readonly<Record<string, string>> = {
  engine: '[engine](engine.md)',
  directory_rules: '[rules](#rules-of-a-directory-or-workspace)',
  gate: '[gate](steps.md#gates)',
  hook_step: '[steps](steps.md)',
  stack_rules: '[rules](#rules-of-a-stack)',
  workflow_step: '[steps](steps.md)',
};
const TAG_QUERY = '[tag query](../../configuration.md#tag-queries)';

/**
 * The keys of a value: for a map with keys of its own as a list, and after it a section for each map
 * in it that has too much to say; for a list or a map of maps a section for those.
 */
export function keysOf(schema: JsonSchema, path: string): string {
  const maps = mapsIn(schema, path);
  const [only] = maps;
  if (only !== undefined && maps.length === 1 && only.path === path && only.map !== schema) {
    return keysOf(only.map, path);
  }
  if (!schema.properties) return sectionsOf({ ...schema, description: '' }, path).join('\n\n');
  return [listOf(schema, path, ''), ...sectionsIn(schema, path)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function listOf(map: JsonSchema, path: string, indent: string): string {
  return Object.entries(map.properties ?? {})
    .filter(([, { const: only, description }]) => only === undefined || description !== undefined)
    .map(([key, one]) => item(key, one, map.required?.includes(key) === true, path, indent))
    .join('\n\n');
}

function item(
  key: string,
  schema: JsonSchema,
  required: boolean,
  path: string,
  indent: string,
): string {
  const { deprecated, description } = schema;
  if (!description) throw new Error(`${path}.${key} has no description: add one to its schema`);
  const [section] = isSmall(schema) ? [] : headingsOf(schema, `${path}.${key}`);
  const name = section === undefined ? `\`${key}\`` : `[\`${key}\`](${anchor(section)})`;
  const facts = [
    kindOf(schema),
    ...(required ? ['required'] : []),
    ...defaultOf(schema),
    ...(deprecated ? ['from older files'] : []),
  ];
  const about = section === undefined ? description : firstParagraph(description);
  const inner = isSmall(schema) ? mapsIn(schema, path).map(({ map }) => map) : [];
  return [
    wrap(`- **${name}**: ${facts.join('; ')}`, indent, `${indent}  `),
    paragraphs(about, `${indent}  `),
    ...inner.map((map) => listOf(map, `${path}.${key}`, `${indent}  `)),
  ].join('\n\n');
}

/** Whether the keys of a map are told where it is named: they are few, and hold no maps. */
function isSmall(schema: JsonSchema): boolean {
  const [only, ...more] = mapsIn(schema, '');
  return (
    only !== undefined &&
    more.length === 0 &&
    only.path === '' &&
    Object.values(only.map.properties ?? {}).every((one) => mapsIn(one, '').length === 0)
  );
}

function firstParagraph(text: string): string {
  return text.split('\n\n')[0] ?? '';
}

/** What kinds of value there may be, in the words that errors have. */
export function kindOf(schema: JsonSchema, many = false): string {
  return either([...new Set(kindsOf(schema, many))]);
}

function kindsOf(schema: JsonSchema, many: boolean): readonly string[] {
  const { $ref, allOf, anyOf, oneOf, title, const: only, enum: values } = schema;
  if ($ref !== undefined) return [PLACES[$ref.split('/').at(-1) ?? ''] ?? $ref];
  if (allOf?.[0]) return kindsOf(allOf[0], many);
  if (anyOf || oneOf) return optionsOf(schema).flatMap((one) => kindsOf(one, many));
  if (title === 'tag query') return [TAG_QUERY];
  if (only !== undefined) return [`\`${String(only)}\``];
  return values?.map((value) => `\`${String(value)}\``) ?? [typeKind(schema, many)];
}

function typeKind(schema: JsonSchema, many: boolean): string {
  switch (schema.type) {
    case 'string':
      return many ? 'texts' : 'text';
    case 'boolean':
      return 'true or false';
    case 'integer':
      return 'whole number';
    case 'number':
      return 'number';
    case 'array':
      return `${many ? 'lists' : 'list'} of ${kindOf(schema.items ?? {}, true)}`;
    case 'object':
      return mapKind(schema, many);
    default:
      return 'anything';
  }
}

function mapKind(
  { additionalProperties: rest, entry = 'name' }: JsonSchema,
  many: boolean,
): string {
  const map = many ? 'maps' : 'map';
  return typeof rest === 'object' ? `${map} of ${kindOf(rest, true)}, by ${entry}` : map;
}

/** The alternatives that are not only there for older files. */
export function optionsOf({ anyOf, oneOf }: JsonSchema): readonly JsonSchema[] {
  const options = (anyOf ?? oneOf ?? []).filter(({ deprecated }) => !deprecated);
  return options.flatMap((one) => (one.oneOf ? optionsOf(one) : [one]));
}

/** What holds without the key. */
export function defaultOf({ otherwise, default: fallback }: JsonSchema): readonly string[] {
  if (otherwise !== undefined) return [`default: ${otherwise}`];
  if (fallback === undefined) return [];
  const text = typeof fallback === 'string' ? fallback : JSON.stringify(fallback, null, 1);
  return [`default: \`${text.replaceAll(/\s+/g, ' ').replaceAll(/([[{]) | ([\]}])/g, '$1$2')}\``];
}

/** The maps with keys of their own that a value is or holds, each with its path. */
function mapsIn(schema: JsonSchema, path: string): readonly { map: JsonSchema; path: string }[] {
  const { items, additionalProperties: rest, entry = 'name' } = schema;
  if (schema.properties) return [{ map: schema, path }];
  if (items) return mapsIn(items, `${path}[]`);
  if (typeof rest === 'object') return mapsIn(rest, `${path}.<${entry}>`);
  return optionsOf(schema).flatMap((one) => mapsIn(one, path));
}

function headingsOf(schema: JsonSchema, path: string): readonly string[] {
  return mapsIn(schema, path).map(({ map, path: at }) =>
    map.title === undefined ? `\`${at}\`` : `\`${at}\`, ${map.title}`,
  );
}

/** Sections for the maps in a map. */
function sectionsIn(map: JsonSchema, path: string): readonly string[] {
  return Object.entries(map.properties ?? {}).flatMap(([key, one]) =>
    isSmall(one) ? [] : sectionsOf(one, `${path}.${key}`),
  );
}

/** What the list above a section already says is not said again. */
function sectionsOf(schema: JsonSchema, path: string): readonly string[] {
  const headings = headingsOf(schema, path);
  const [, ...more] = (schema.description ?? '').split('\n\n');
  return mapsIn(schema, path).map(({ map, path: at }, i) => {
    const texts = [
      ...(i === 0 ? more : []),
      ...(map === schema || map.description === undefined ? [] : [map.description]),
    ];
    return [`## ${headings[i]}`, ...texts.map((text) => paragraphs(text)), keysOf(map, at)].join(
      '\n\n',
    );
  });
}
