import { withoutBlanks } from './blank.ts';
import { type Config, configSchema } from './config.ts';
import type { ConfigError } from './config-error.ts';
import { formatPath } from './config-error.ts';
import { type MeaningProblem, meaningProblems } from './meaning.ts';
import { keysAsMessage, schemaErrors } from './schema-error.ts';
import { type ConfigFile, readYaml, type YamlSource } from './yaml-source.ts';

export type { ConfigFile } from './yaml-source.ts';

/** The files that a configuration is made of, from the weakest; null where there is none. */
export type ConfigSources = {
  /** What the server brings, e.g. no cost estimation where nothing could price it. */
  readonly system?: ConfigFile | null;
  readonly central?: CentralFiles;
  /** What the config builder printed. */
  readonly built?: ConfigFile | null;
  /** The repository's file at the change's head. */
  readonly feature: ConfigFile | null;
  /**
   * The repository's file on its default branch. The root keys that its `default_branch_overrides`
   * lists are taken from there, so that a change cannot loosen the rules that judge it. Left out,
   * nothing is overridden.
   */
  readonly defaultBranch?: ConfigFile | null;
};

/** Of the organisation's `terrateam` repository. */
export type CentralFiles = {
  readonly globalDefaults: ConfigFile | null;
  readonly repoDefaults: ConfigFile | null;
  readonly globalOverrides: ConfigFile | null;
  readonly repoOverrides: ConfigFile | null;
  /** Instead of the repository's file. */
  readonly forced: ConfigFile | null;
};

export type LoadedConfig =
  | {
      readonly ok: true;
      readonly config: Config;
      readonly warnings: readonly string[];
      /** What it asks for and this version does not carry out: to be refused where things are run. */
      readonly unavailable: readonly ConfigError[];
      /** Finds the place of a problem that shows only together with a tree. */
      readonly locate: (problem: MeaningProblem) => ConfigError;
    }
  | { readonly ok: false; readonly errors: readonly ConfigError[] };

/**
 * Loads a configuration: merges the files it is made of and checks what they say. Each file is checked
 * on its own, and all that is wrong is reported at once.
 */
export function loadConfig(sources: ConfigSources): LoadedConfig {
  const { feature: source, defaultBranch: base } = sources;
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
  const { errors, warnings, unavailable } = meaningProblems(config);
  const locate = (problem: MeaningProblem) => locateIn(owner(String(problem.path[0])), problem);
  if (errors.length > 0) return { ok: false, errors: errors.map(locate) };
  return { ok: true, config, warnings, unavailable: unavailable.map(locate), locate };
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

function locateIn(
  owner: { readonly source: YamlSource | null },
  problem: MeaningProblem,
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
