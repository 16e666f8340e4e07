import { withoutBlanks } from './blank.ts';
import { type Config, configSchema } from './config.ts';
import type { ConfigError, ConfigPath } from './config-error.ts';
import { formatPath } from './config-error.ts';
import { meaningProblems } from './meaning.ts';
import { keysAsMessage, schemaErrors } from './schema-error.ts';
import { type ConfigFile, readYaml, type YamlSource } from './yaml-source.ts';

export type { ConfigFile } from './yaml-source.ts';

export type LoadedConfig =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly errors: readonly ConfigError[] };

/**
 * Loads the configuration of a change.
 *
 * `source` is the file at the change's head, null when there is none. `base` is the default branch's
 * file, null when there is none there: the root keys that its `default_branch_overrides` lists are
 * taken from it, so that a change cannot loosen the rules that judge it. Left out, nothing is
 * overridden. Each file is checked on its own, and all that is wrong is reported at once.
 */
export function loadConfig(source: ConfigFile | null, base?: ConfigFile | null): LoadedConfig {
  const feature = check(source);
  const protecting = base === undefined ? feature : check(base);
  if (!feature.ok || !protecting.ok) {
    const errors = [feature, protecting === feature ? null : protecting];
    return { ok: false, errors: errors.flatMap((c) => (c === null || c.ok ? [] : c.errors)) };
  }
  const protectedKeys = new Set(
    base === undefined ? [] : protecting.config.default_branch_overrides,
  );
  protectedKeys.add('default_branch_overrides');
  const owner = (key: string | undefined) =>
    key !== undefined && protectedKeys.has(key) ? protecting : feature;
  const keys = Object.keys(configSchema.shape);
  // Every value has been through the schema, as part of one file or the other.
  const config = Object.fromEntries(
    keys.map((key) => [key, owner(key).config[key as keyof Config]]),
  ) as Config;
  const { errors, warnings } = meaningProblems(config);
  if (errors.length > 0) {
    return {
      ok: false,
      errors: errors.map((error) => locate(owner(String(error.path[0])), error)),
    };
  }
  return { ok: true, config, warnings };
}

type Checked =
  | { readonly ok: true; readonly config: Config; readonly source: YamlSource | null }
  | { readonly ok: false; readonly errors: readonly ConfigError[] };

function check(file: ConfigFile | null): Checked {
  if (file === null) return { ok: true, config: configSchema.parse({}), source: null };
  const read = readYaml(file);
  if (!read.ok) return read;
  const value = withoutBlanks(read.source.value);
  const parsed = configSchema.safeParse(value, { error: keysAsMessage });
  if (parsed.success) return { ok: true, config: parsed.data, source: read.source };
  return { ok: false, errors: schemaErrors(read.source, value, parsed.error.issues) };
}

function locate(
  owner: { readonly source: YamlSource | null },
  problem: {
    readonly path: ConfigPath;
    readonly message: string;
    readonly expected: string | null;
  },
): ConfigError {
  const place = owner.source?.position(problem.path) ?? { line: 1, column: 1 };
  return {
    file: owner.source?.name ?? '',
    ...place,
    path: formatPath(problem.path),
    kind: 'semantic',
    message: problem.message,
    expected: problem.expected,
    nearest: null,
  };
}
