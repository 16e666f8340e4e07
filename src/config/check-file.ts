import { withoutBlanks } from './blank.ts';
import {
  type ConfigError,
  type ConfigPath,
  type ConfigWarning,
  formatPath,
  messageAt,
  type Place,
  type Spot,
} from './config-error.ts';
import { taken } from './error-list.ts';
import { fileProblems } from './file-meaning.ts';
import type { MeaningProblem } from './meaning.ts';
import type { Layer, Merged } from './merge.ts';
import { parseConfig } from './parse-config.ts';
import { type ConfigFile, MAX_PRINTED_CHARACTERS, readYaml } from './yaml-source.ts';

/** A file on its own: what is wrong with it, and what of it can be used. */
export type CheckedFile = {
  readonly errors: readonly ConfigError[];
  /** Apart from the others: of a file that only some keys are taken from, they count only there. */
  readonly meaning: readonly LocatedProblem[];
  readonly warnings: readonly ConfigWarning[];
  /** Without the root keys that have errors; null where there is no file, or no YAML in it. */
  readonly usable: Merged | null;
};

export type LocatedProblem = { readonly path: ConfigPath; readonly error: ConfigError };

const NOTHING: CheckedFile = { errors: [], meaning: [], warnings: [], usable: null };

/** Reads a file and checks it against the schema, and each text in it that is in a language of ours. */
export function checkFile(file: ConfigFile | null | undefined, layer: Layer): CheckedFile {
  if (file === null || file === undefined) return NOTHING;
  const printed = layer === 'config builder' ? MAX_PRINTED_CHARACTERS : undefined;
  const { source, errors, warnings } = readYaml(file, printed);
  if (source === null) return { ...NOTHING, errors };
  const value = withoutBlanks(source.value);
  const parsed = parseConfig(value);
  const shape = parsed.ok ? [] : taken(parsed.problems);
  const meaning = taken(fileProblems(value)).map((problem) => ({
    path: problem.path,
    error: located(problem, 'semantic', source.place),
  }));
  const origin = { layer, source, path: [], parts: null };
  return {
    errors: [...errors, ...shape.map((problem) => located(problem, 'schema', source.place))],
    meaning,
    warnings,
    usable: withoutKeys({ value, origin }, new Set(shape.map(({ path }) => path[0]))),
  };
}

/** A problem as an error at its place. */
export function located(
  problem: MeaningProblem,
  kind: ConfigError['kind'],
  place: (path: ConfigPath, spot: Spot) => Place,
): ConfigError {
  const { path, message, expected, nearest = null } = problem;
  const at = place(path, problem);
  const said = { kind, message: messageAt(at, message), expected, nearest };
  return { ...at, path: formatPath(path), ...said };
}

/** The rest can be looked at further; null when the whole is no map. */
function withoutKeys({ value, origin }: Merged, broken: ReadonlySet<unknown>): Merged | null {
  if (broken.has(undefined)) return null;
  const entries = Object.entries(value ?? {}).filter(([key]) => !broken.has(key));
  return { value: Object.fromEntries(entries), origin };
}
