import { type CheckedFile, checkFile, located } from './check-file.ts';
import { type Config, configSchema } from './config.ts';
import type { ConfigError, ConfigPath, ConfigWarning, Place, Spot } from './config-error.ts';
import { formatPath, messageAt } from './config-error.ts';
import { limited, taken } from './error-list.ts';
import type { MeaningProblem } from './meaning.ts';
import { type Conflict, entriesOf, type Merged, mergeAll, placeOf } from './merge.ts';
import { parseConfig } from './parse-config.ts';
import { kindAndValue } from './show-value.ts';
import { wholeProblems } from './whole-meaning.ts';
import type { ConfigFile } from './yaml-source.ts';

export type { ConfigFile } from './yaml-source.ts';

/** The files that a configuration is made of, from the weakest; null where there is none. */
export type ConfigSources = {
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
      readonly warnings: readonly ConfigWarning[];
      /** What it asks for and this version does not carry out: to be refused where things are run. */
      readonly unavailable: readonly ConfigError[];
      /** Finds the place of a problem that shows only together with a tree. */
      readonly locate: (problem: MeaningProblem) => ConfigError;
      /** What the files say, without defaults, and which of them says it; null where there is no file. */
      readonly merged: Merged | null;
    }
  | { readonly ok: false; readonly errors: readonly ConfigError[] };

/**
 * Loads a configuration: merges the files it is made of and checks what they say. Each file is checked
 * on its own, and all that is wrong is reported at once.
 */
export function loadConfig(sources: ConfigSources): LoadedConfig {
  const files = checkFiles(sources);
  const composed = compose(files);
  const { merged, conflicts } = composed;
  const place = placeIn(merged);
  const errors = [...fileErrors(files, composed), ...taken(conflicts).map(conflictError)];
  const parsed = parseConfig(merged?.value ?? {});
  if (!parsed.ok) {
    // Of what cannot be merged one half is gone, so its shape says nothing.
    const problems = conflicts.length > 0 ? [] : taken(parsed.problems);
    return failed([...errors, ...problems.map((problem) => located(problem, 'schema', place))]);
  }
  const { config } = parsed;
  const whole = wholeProblems(config);
  const locate = (problem: MeaningProblem) => located(problem, 'semantic', place);
  const all = [...errors, ...taken(whole.errors).map(locate)];
  if (all.length > 0) return failed(all);
  const remarks = taken(whole.warnings).map(({ path, message }) => {
    const { frame: _, ...at } = place(path, {});
    return { ...at, path: formatPath(path), message: messageAt(at, message) };
  });
  return {
    ok: true,
    config,
    warnings: limited([...files.all.flatMap(({ warnings }) => warnings), ...remarks]),
    unavailable: limited(taken(whole.unavailable).map(locate)),
    locate,
    merged,
  };
}

function failed(errors: readonly ConfigError[]): LoadedConfig {
  return { ok: false, errors: limited(errors) };
}

/** What is wrong with the files themselves; with the default branch's, where it counts. */
function fileErrors(
  { all, protecting }: CheckedFiles,
  { protectedKeys }: Composed,
): readonly ConfigError[] {
  const counts = protecting?.meaning.filter(({ path }) => protectedKeys.has(path[0])) ?? [];
  return [
    ...all.flatMap(({ errors, meaning }) => [...errors, ...meaning.map(({ error }) => error)]),
    ...(protecting?.errors ?? []),
    ...counts.map(({ error }) => error),
  ];
}

type CheckedFiles = {
  /** Weaker than the repository's own. */
  readonly weak: readonly CheckedFile[];
  readonly built: CheckedFile;
  readonly own: CheckedFile;
  readonly strong: readonly CheckedFile[];
  /** All of these. */
  readonly all: readonly CheckedFile[];
  /** Whose keys take the place of `own`'s; null where there is none. */
  readonly protecting: CheckedFile | null;
};

function checkFiles({ central, built, ...own }: ConfigSources): CheckedFiles {
  const forced = central?.forced ?? null;
  const { feature, defaultBranch } = forced === null ? own : { feature: forced };
  const layers = {
    weak: [
      checkFile(central?.globalDefaults, 'central default'),
      checkFile(forced === null ? central?.repoDefaults : null, 'central default'),
    ],
    built: checkFile(built, 'config builder'),
    own: checkFile(feature, forced === null ? 'repository' : 'forced'),
    strong: [
      checkFile(central?.globalOverrides, 'central override'),
      checkFile(central?.repoOverrides, 'central override'),
    ],
  };
  const protecting =
    forced !== null
      ? { ...layers.own, errors: [], meaning: [] }
      : defaultBranch === undefined
        ? null
        : protectingFile(defaultBranch, feature, layers.own);
  const all = [...layers.weak, layers.built, layers.own, ...layers.strong];
  return { ...layers, all, protecting };
}

/** The default branch's file, which most changes leave as it is: then it is not checked twice. */
function protectingFile(
  file: ConfigFile | null,
  own: ConfigFile | null,
  checked: CheckedFile,
): CheckedFile {
  if (file === null || file.text !== own?.text) return checkFile(file, 'default branch');
  const told = { errors: [], meaning: [], warnings: [] };
  if (checked.usable === null) return { ...told, usable: null };
  const { value, origin } = checked.usable;
  const { source } = origin;
  const place: typeof source.place = (path, spot) => ({
    ...source.place(path, spot),
    file: file.name,
  });
  const renamed = { ...source, name: file.name, place };
  return {
    ...told,
    usable: { value, origin: { ...origin, layer: 'default branch', source: renamed } },
  };
}

type Composed = {
  readonly merged: Merged | null;
  /** Root keys that the default branch decides over. */
  readonly protectedKeys: ReadonlySet<unknown>;
  readonly conflicts: readonly Conflict[];
};

/** Puts the layers together, and the keys that the default branch decides over in their place. */
function compose({ weak, built, own, strong, protecting }: CheckedFiles): Composed {
  const merge = (...files: readonly CheckedFile[]) => mergeAll(files.map(({ usable }) => usable));
  const whole = merge(...weak, built, own, ...strong);
  if (protecting === null) return { ...whole, protectedKeys: new Set() };
  const base = merge(...weak, protecting, ...strong);
  const protectedKeys = protectedBy(base.merged);
  const isProtected = ({ path }: Conflict) => protectedKeys.has(path[0]);
  return {
    merged: withKeysOf(whole.merged, base.merged, protectedKeys),
    protectedKeys,
    conflicts: [
      ...whole.conflicts.filter((conflict) => !isProtected(conflict)),
      ...base.conflicts.filter(isProtected),
    ],
  };
}

function protectedBy(base: Merged | null): ReadonlySet<unknown> {
  const key = 'default_branch_overrides';
  const given = base === null ? undefined : entriesOf(base).get(key)?.value;
  return new Set([...configSchema.shape[key].parse(given), key]);
}

/** The whole, with some root keys as the base has them: left out where it does not. */
function withKeysOf(
  whole: Merged | null,
  base: Merged | null,
  keys: ReadonlySet<unknown>,
): Merged | null {
  const some = whole ?? base;
  if (some === null) return null;
  const entries = [
    ...(whole === null ? [] : [...entriesOf(whole)].filter(([key]) => !keys.has(key))),
    ...(base === null ? [] : [...entriesOf(base)].filter(([key]) => keys.has(key))),
  ];
  return {
    value: Object.fromEntries(entries.map(([key, { value }]) => [key, value])),
    origin: { ...some.origin, parts: new Map(entries.map(([key, { origin }]) => [key, origin])) },
  };
}

function placeIn(merged: Merged | null): (path: ConfigPath, spot: Spot) => Place {
  if (merged === null) return () => ({ file: '', line: 1, column: 1, frame: '' });
  return (path, spot) => placeOf(merged, path, spot);
}

function conflictError({ path, stronger, weaker }: Conflict): ConfigError {
  const here = placeIn(stronger)([], {});
  const there = placeIn(weaker)([], {});
  return {
    ...here,
    path: formatPath(path),
    kind: 'semantic',
    message:
      `This is ${kindAndValue(stronger.value)}, and in ${there.file}, line ${there.line}, ` +
      `it is ${kindAndValue(weaker.value)}: they cannot be merged.`,
    expected: 'the same kind of value in both files',
    nearest: null,
  };
}
