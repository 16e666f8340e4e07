import { z } from 'zod';
import { BuilderError } from './builder-error.ts';

const workspaces = z
  .record(z.string(), z.looseObject({ when_modified: z.looseObject({}).nullish() }).nullable())
  .nullish();

const directory = z.looseObject({
  tags: z.array(z.string()).nullish(),
  when_modified: z.looseObject({}).nullish(),
  workspaces,
  stacks: workspaces,
});
type DirectoryJson = z.infer<typeof directory>;

const configJson = z.looseObject({
  dirs: z.record(z.string(), directory.nullable()).nullish(),
});
/** A configuration as a builder reads and prints it: the parts that builders change. */
export type ConfigJson = z.infer<typeof configJson>;

/** What a builder says of a directory. What is left out stays as it is. */
export type DirectoryChange = {
  readonly tags?: readonly string[];
  readonly when_modified: {
    readonly file_patterns?: readonly string[];
    readonly depends_on?: string;
  };
};

/** Reads the configuration that a builder is given. Throws `BuilderError`. */
export function readConfigJson(text: string): ConfigJson {
  const parsed = configJson.safeParse(json(text));
  if (parsed.success) return parsed.data;
  throw new BuilderError(
    `Standard input is not a configuration:\n${z.prettifyError(parsed.error)}`,
  );
}

function json(text: string): unknown {
  if (text.trim() === '') {
    throw new BuilderError('The configuration is read from standard input, as JSON: it is empty.');
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BuilderError(`Standard input is not JSON: ${String(error)}`);
  }
}

/** The configuration with these changes of its directories, which it may not have had before. */
export function withDirectories(
  config: ConfigJson,
  changes: ReadonlyMap<string, DirectoryChange>,
): ConfigJson {
  const dirs = new Map(Object.entries(config.dirs ?? {}));
  for (const [dir, change] of changes) dirs.set(dir, changed(dirs.get(dir) ?? {}, change));
  return { ...config, dirs: Object.fromEntries(dirs) };
}

function changed(
  entry: DirectoryJson,
  { tags = [], when_modified }: DirectoryChange,
): DirectoryJson {
  const replaced = new Set(Object.keys(when_modified));
  const { workspaces, stacks } = entry;
  return {
    ...entry,
    ...(tags.length > 0 && { tags: [...new Set([...(entry.tags ?? []), ...tags])] }),
    when_modified: { ...entry.when_modified, ...when_modified },
    // A workspace's own would win over what is said of its directory.
    ...(workspaces && { workspaces: without(workspaces, replaced) }),
    ...(stacks && { stacks: without(stacks, replaced) }),
  };
}

function without(
  all: NonNullable<z.infer<typeof workspaces>>,
  keys: ReadonlySet<string>,
): NonNullable<z.infer<typeof workspaces>> {
  const entries = Object.entries(all).map(([name, workspace]) => {
    const own = Object.entries(workspace?.when_modified ?? {}).filter(([key]) => !keys.has(key));
    return [name, { ...workspace, when_modified: Object.fromEntries(own) }] as const;
  });
  return Object.fromEntries(entries);
}

/** A tag query that any of these directories matches; undefined for none. */
export function anyOfDirectories(dirs: Iterable<string>): string | undefined {
  const tags = [...new Set(dirs)].sort().map((dir) => {
    const tag = `dir:${dir}`;
    return /^[^\s"'()]+$/.test(tag) ? tag : `"${tag.replaceAll(/["\\]/g, '\\$&')}"`;
  });
  return tags.length === 0 ? undefined : tags.join(' or ');
}
