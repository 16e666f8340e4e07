import type { CodeIndex } from '../../config/code-index.ts';
import type { ConfigError } from '../../config/config-error.ts';
import { type Derived, derive } from '../../config/derive.ts';
import type { Branches } from '../../config/dirspaces.ts';
import {
  type CentralFiles,
  type ConfigFile,
  type LoadedConfig,
  loadConfig,
} from '../../config/load.ts';
import { showConfig } from '../../config/show-config.ts';
import { touchedDirspaces } from '../../config/touched-dirspaces.ts';
import { builderInput } from '../../config/wire.ts';
import { type AccessRules, guardedPaths } from '../../decide/access-control.ts';
import { namesOf } from '../../decide/dirspace-name.ts';
import type { BaseMove, Configuration, ShownConfiguration } from '../../decide/facts.ts';
import { buildConfigResult, indexResult } from '../../protocol/result.ts';
import { type AskedBuild, AskedBuilds, type BuildResult } from './asked-builds.ts';
import { codeIndexOf, unreadableIn } from './build-results.ts';
import { addedBy, asFile } from './builder-output.ts';
import { type Commit, changedPaths, pathsOf, type Trees, treesOf } from './trees.ts';

/** What a change's configuration is made of. Plain values: they go to another thread. */
export type ConfigurationSources = {
  /** At the change's head; null where there is none. */
  readonly file: ConfigFile | null;
  /** On the default branch. */
  readonly defaultFile: ConfigFile | null;
  /** Of the organisation. */
  readonly central: CentralFiles;
  readonly branches: Branches;
  readonly head: Commit;
  readonly base: Commit;
  /** Where the change left its base. */
  readonly before: Commit;
  /** Files of the head that are not the default branch's; none for a change into that. */
  readonly unlikeDefault: readonly string[];
  /** Tips of the destination branch that plans began from, and what it is at now. */
  readonly moves: { readonly tip: Commit; readonly from: readonly Commit[] } | null;
  /** Its scripts are a stranger's. */
  readonly fork: boolean;
  readonly wanted: { readonly index: boolean; readonly shown: boolean };
  /** Of the builds that an earlier reading has asked for. */
  readonly results: readonly BuildResult[];
};

/** What reading a configuration has come to. */
export type Reading = {
  readonly configuration: Configuration;
  readonly builds: readonly AskedBuild[];
  readonly baseMoves: readonly BaseMove[];
  /** Without the names of the repository's files, which are not known here. */
  readonly shown: ShownConfiguration | null;
};

type Loaded = Extract<LoadedConfig, { ok: true }>;

/** The configuration of a change, the dirspaces that it makes, and those that are changed. */
export function configurationFrom(sources: ConfigurationSources): Reading {
  const builds = new AskedBuilds(sources.results, sources.fork);
  const first = load(sources, null);
  const shown = (loaded: LoadedConfig, isBuilt: boolean) =>
    sources.wanted.shown ? shownOf(loaded, isBuilt) : null;
  const reading = (made: Made, shown: ShownConfiguration | null): Reading => ({
    configuration: made.configuration,
    baseMoves: made.baseMoves ?? [],
    builds: builds.list,
    shown,
  });
  if (!first.ok) return reading(invalid(first.errors, defaultRules(sources)), shown(first, false));
  // Where nothing runs, nothing is refused.
  if (first.config.enabled && first.unavailable.length > 0) {
    return reading(invalid(first.unavailable, first.config), shown(first, false));
  }
  const trees = treesOf(sources, first.config, builds);
  if (trees === null) return reading(unbuilt(sources, first), shown(first, false));
  const built = withBuilder(sources, first, trees, builds);
  if (built === null || 'configuration' in built) {
    return reading(built ?? unbuilt(sources, first), shown(first, false));
  }
  const made = dirspacesOf(sources, built, trees, builds);
  const isRejected = built !== first && made.configuration.kind === 'invalid';
  if (!isRejected) return reading(made, shown(built, built !== first));
  // Without what the builder added, there were dirspaces.
  builds.found('build-config', { errors: made.configuration.errors });
  return reading(unbuilt(sources, first), shown(first, false));
}

type Made = Pick<Reading, 'configuration'> & Partial<Pick<Reading, 'baseMoves'>>;

function invalid(errors: readonly ConfigError[], rules: AccessRules | null): Made {
  const access = rules && { access_control: rules.access_control };
  return { configuration: { kind: 'invalid', errors, access } };
}

function unbuilt(sources: ConfigurationSources, { config }: Loaded): Made {
  return { configuration: { kind: 'unbuilt', config, guarded: guardedIn(sources, config) } };
}

/**
 * By what the forge has: a tree builder of the change could keep files to itself. And by the default
 * branch, whose rules they are: whoever may push a branch could bring such a file into it, and then
 * ask for a change into that branch which has it already.
 */
function guardedIn({ before, head, unlikeDefault }: ConfigurationSources, rules: AccessRules) {
  const changed = changedPaths(before.files, head.files);
  return guardedPaths(rules, [...new Set([...changed, ...unlikeDefault])]);
}

/** Whatever is wrong with a change's own file; null when the default branch's cannot be read either. */
function defaultRules(sources: ConfigurationSources): AccessRules | null {
  const loaded = load({ ...sources, file: sources.defaultFile }, null);
  return loaded.ok ? loaded.config : null;
}

function load(sources: ConfigurationSources, built: ConfigFile | null): LoadedConfig {
  const { file, defaultFile, central } = sources;
  return loadConfig({ central, built, feature: file, defaultBranch: defaultFile });
}

/** With what the config builder adds, where there is one; null while it has no result that can be used. */
function withBuilder(
  sources: ConfigurationSources,
  first: Loaded,
  trees: Trees,
  builds: AskedBuilds,
): Loaded | Made | null {
  const { config } = first;
  if (!config.enabled || !config.config_builder.enabled) return first;
  const found = dirspacesIn(sources, first, trees);
  if (!found.ok) return invalid(found.errors, config);
  const input = builderInput(config, found.dirspaces);
  const { sha } = sources.head;
  const asked = { type: 'build-config', side: 'head', sha, config: input, inputs: input } as const;
  const result = builds.ask(asked);
  if (result === null) return null;
  const printed = buildConfigResult.parse(result.body).config;
  const output = addedBy(printed, { input, files: first.merged?.value });
  const second = load(sources, { name: BUILDER, text: asFile(output) });
  const errors = second.ok ? second.unavailable : second.errors;
  if (second.ok && errors.length === 0) return second;
  builds.found('build-config', { errors });
  return null;
}

const BUILDER = 'config_builder';

/** As people are shown it; `isBuilt` says that the config builder's part is in it. */
function shownOf(loaded: LoadedConfig, isBuilt: boolean): ShownConfiguration {
  if (!loaded.ok) return { text: null, sources: [], complete: true };
  const { enabled, config_builder } = loaded.config;
  return {
    text: {
      plain: showConfig(loaded, { why: false }),
      explained: showConfig(loaded, { why: true }),
    },
    sources: isBuilt ? [{ file: BUILDER, branch: null }] : [],
    complete: isBuilt || !enabled || !config_builder.enabled,
  };
}

/** Without an index: what a builder or an indexer is told. */
function dirspacesIn(
  { branches }: ConfigurationSources,
  { config, locate }: Loaded,
  { head }: Trees,
):
  | { readonly ok: true; readonly dirspaces: Derived['dirspaces'] }
  | { readonly ok: false; readonly errors: readonly ConfigError[] } {
  const found = derive(config, { files: pathsOf(head), branches, index: null });
  return found.ok
    ? { ok: true, dirspaces: found.derived.dirspaces }
    : { ok: false, errors: found.problems.map(locate) };
}

/** The dirspaces, by the index where one is asked for. For a command it is made, but not used. */
function dirspacesOf(
  sources: ConfigurationSources,
  loaded: Loaded,
  trees: Trees,
  builds: AskedBuilds,
): Made {
  const { config } = loaded;
  const isUsed = config.indexer.enabled;
  if (!config.enabled || (!isUsed && !sources.wanted.index))
    return derived(sources, loaded, trees, null);
  const found = dirspacesIn(sources, loaded, trees);
  if (!found.ok) return invalid(found.errors, config);
  const dirs = [...new Set(found.dirspaces.map(({ dir }) => dir))];
  const { sha } = sources.head;
  const { definitions: _anchors, ...raw } = config;
  const asked = { type: 'index', side: 'head', sha, config: raw, dirs, inputs: dirs } as const;
  const result = builds.ask(asked);
  if (result === null)
    return isUsed ? unbuilt(sources, loaded) : derived(sources, loaded, trees, null);
  const index = indexResult.parse(result.body);
  builds.found('index', { unreadable: unreadableIn(index) });
  return derived(sources, loaded, trees, isUsed ? codeIndexOf(index) : null);
}

/** Of a repository in which nothing runs, whatever does not fit its tree. */
const NOTHING: Derived = {
  dirspaces: [],
  stacks: {},
  order: { selections: [], dependsOn: [], sequence: [] },
};

function derived(
  sources: ConfigurationSources,
  { config, locate, warnings }: Loaded,
  trees: Trees,
  index: CodeIndex | null,
): Made {
  const { branches } = sources;
  const ofHead = derive(config, { files: pathsOf(trees.head), branches, index });
  if (!ofHead.ok && config.enabled) return invalid(ofHead.problems.map(locate), config);
  const head = ofHead.ok ? ofHead.derived : NOTHING;
  const { dirspaces } = head;
  // A change may be what mends the configuration: what it did not fit before stops nothing.
  const ofBase = derive(config, { files: pathsOf(trees.base), branches, index });
  return {
    configuration: {
      kind: 'loaded',
      config,
      derived: head,
      baseDirspaces: ofBase.ok ? ofBase.derived.dirspaces : [],
      touched: touchedDirspaces(dirspaces, changedPaths(trees.before, trees.head), index),
      guarded: guardedIn(sources, config),
      warnings: warnings.map(({ file, line, path, message }) =>
        // Without the line where it can be: a warning that only moved is not worth saying again.
        path === '' ? `${file}:${line}: ${message}` : `${file}, ${path}: ${message}`,
      ),
    },
    baseMoves: movesOver(dirspaces, sources.moves, index),
  };
}

/** Which of the dirspaces is touched by what came into the destination branch since each of the commits. */
function movesOver(
  dirspaces: Derived['dirspaces'],
  moves: ConfigurationSources['moves'],
  index: CodeIndex | null,
): readonly BaseMove[] {
  if (moves === null) return [];
  const { tip, from } = moves;
  return from.map(({ sha, files }) => {
    const touched = touchedDirspaces(dirspaces, changedPaths(files, tip.files), index);
    return { from: sha, dirspaces: namesOf(touched) };
  });
}
