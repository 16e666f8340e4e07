import { configSchema } from './config.ts';
import type { ConfigPath } from './config-error.ts';
import type { LoadedConfig } from './load.ts';
import { hasPath, type Layer, type Merged, originOf } from './merge.ts';

/** A value of a loaded configuration, and which file says so. */
export type Provenance = {
  readonly path: ConfigPath;
  /** No map or list, unless it is empty. */
  readonly value: unknown;
  /** Null for a built-in default. */
  readonly from: SaidBy | null;
};

export type SaidBy = {
  readonly layer: Layer;
  readonly file: string;
  readonly line: number;
  readonly column: number;
};

export type ValidConfig = Extract<LoadedConfig, { readonly ok: true }>;

/** Every value of a loaded configuration in the order of the schema, and where it comes from. */
export function provenanceOf(loaded: ValidConfig): readonly Provenance[] {
  const { merged } = loaded;
  return [...leavesOf(inOrder(loaded), [])].map(({ path, value }) => ({
    path,
    value,
    from: merged === null ? null : saidBy(merged, path),
  }));
}

/** The configuration with its root keys in the order of the schema. */
export function inOrder({ config }: ValidConfig): Readonly<Record<string, unknown>> {
  const given = new Map<string, unknown>(Object.entries(config));
  const keys = Object.keys(configSchema.shape).filter((key) => given.get(key) !== undefined);
  return Object.fromEntries(keys.map((key) => [key, given.get(key)]));
}

function* leavesOf(
  value: unknown,
  path: ConfigPath,
): Generator<{ readonly path: ConfigPath; readonly value: unknown }> {
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).filter(([, inner]) => inner !== undefined)
      : [];
  if (entries.length === 0) yield { path, value };
  for (const [key, inner] of entries) yield* leavesOf(inner, [...path, key]);
}

function saidBy(merged: Merged, path: ConfigPath): SaidBy | null {
  const written = [path, ...olderForms(path)].find((one) => hasPath(merged.value, one));
  if (written === undefined) return null;
  const { layer, source, path: inSource } = originOf(merged, written);
  const { file, line, column } = source.place(inSource);
  return { layer, file, line, column };
}

/** Where the older forms of the language have what a loaded configuration has in another place. */
function olderForms(path: ConfigPath): readonly ConfigPath[] {
  const [first, second, index, ...rest] = path;
  if (first !== 'apply_requirements' || second !== 'checks' || index !== 0) return [];
  const isCount = rest.length === 2 && rest[0] === 'approved' && rest[1] === 'any_of_count';
  return [rest, ...(isCount ? [['approved', 'count']] : [])].map((inner) => [
    ...['apply_requirements', 'checks'],
    ...inner,
  ]);
}
