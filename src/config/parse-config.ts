import { type Config, configSchema } from './config.ts';
import { keysAsMessage, type SchemaProblem, schemaProblems } from './schema-error.ts';
import { show } from './show-value.ts';

/**
 * zod leaves entries of this name out of records without a word. Directories, tags and variables may
 * have it, so it goes through the schema under another one, which no YAML text holds.
 */
const PROTO = '__proto__';
const STAND_IN = '\0proto\0';
const SHOWN_STAND_IN = show(STAND_IN).slice(1, -1);

type Parsed =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: Iterable<SchemaProblem> };

/** Holds a file's value against the schema, and fills the defaults in. */
export function parseConfig(value: unknown): Parsed {
  const disguised = hasKey(value, PROTO) ? renamed(value, PROTO, STAND_IN) : value;
  const parsed = configSchema.safeParse(disguised, { error: keysAsMessage });
  if (!parsed.success) {
    return { ok: false, problems: problemsOf(disguised, parsed.error.issues) };
  }
  const config = disguised === value ? parsed.data : renamed(parsed.data, STAND_IN, PROTO);
  // Renaming keys of records keeps the shape that the schema has just made sure of.
  return { ok: true, config: config as Config };
}

function* problemsOf(
  value: unknown,
  issues: Parameters<typeof schemaProblems>[1],
): Generator<SchemaProblem> {
  for (const problem of schemaProblems(value, issues)) {
    const path = problem.path.map((part) => (part === STAND_IN ? PROTO : part));
    yield { ...problem, path, message: problem.message.replaceAll(SHOWN_STAND_IN, PROTO) };
  }
}

function hasKey(value: unknown, key: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, key) || Object.values(value).some((inner) => hasKey(inner, key));
}

function renamed(value: unknown, from: string, to: string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, from, to));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key === from ? to : key,
      renamed(inner, from, to),
    ]),
  );
}
